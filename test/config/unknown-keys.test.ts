import { describe, expect, it } from '@jest/globals';
import { distance } from 'fastest-levenshtein';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { listOptions } from '../../src/config/list-options.js';
import { keysIn } from '../../src/config/explain-issues.js';
import { anAccount, problemsOf } from './an-account.js';

describe('B1 An unknown key', () => {
  it('is named with its place and the nearest known one', () => {
    const text = anAccount.replace('database:', 'databse:');

    expect(problemsOf(text)).toEqual(['4:3: unknown key databse in odoo — did you mean database?']);
  });

  it('at the top level', () => {
    expect(problemsOf(`${anAccount}polices: {}\n`)).toEqual([
      '12:1: unknown key polices — did you mean policies?',
    ]);
  });

  it('in an audience, a mapping and a form a value may take', () => {
    const text = `${anAccount}    tag: none\n    merge_fields:\n      LNAME: { feild: name.last }\n      SOURCE: { constnt: Odoo }\n`;

    expect(problemsOf(text)).toEqual([
      '12:5: unknown key tag in audiences[0] — did you mean tags?',
      '14:16: unknown key feild in audiences[0].merge_fields.LNAME — did you mean field?',
      '15:17: unknown key constnt in audiences[0].merge_fields.SOURCE — did you mean constant?',
    ]);
  });

  it('that is known elsewhere belongs there', () => {
    expect(problemsOf(`${anAccount}protocol: json2\n`)).toEqual([
      '12:1: unknown key protocol — it belongs under odoo',
    ]);
  });

  it('without a value is one, too', () => {
    expect(problemsOf(`${anAccount}polices:\n`)).toEqual([
      '12:1: unknown key polices — did you mean policies?',
    ]);
  });

  it('beside one that excludes it', () => {
    const text = `${anAccount}    merge_fields:\n      SOURCE: { constant: Odoo, owner: odoo }\n`;

    expect(problemsOf(text)).toEqual([
      '13:17: constant in audiences[0].merge_fields.SOURCE can’t stand beside the other keys there — keep one of them',
    ]);
  });

  it('is told as often as there are some', () => {
    const text = `${anAccount}polices: {}\nlimit: {}\n`;

    expect(problemsOf(text).map((problem) => problem.split(':')[0])).toEqual(['12', '13']);
  });
});

const alphabet = 'abcdefghijklmnopqrstuvwxyz_'.split('');

/** A key of the schema that stands in mappings all the way up, with one character wrong. */
const aTypo = fc
  .record({
    option: fc.constantFrom(...listOptions().filter(({ path }) => path.every((step) => /^\w+$/u.test(step)))),
    at: fc.nat(),
    letter: fc.constantFrom(...alphabet),
    edit: fc.constantFrom('insert', 'drop', 'replace'),
  })
  .map(({ option: { path }, at, letter, edit }) => {
    const key = path.at(-1) ?? '';
    const index = at % key.length;
    const rest = key.slice(edit === 'insert' ? index : index + 1);
    return {
      mapping: path.slice(0, -1),
      key,
      typo: key.slice(0, index) + (edit === 'drop' ? '' : letter) + rest,
    };
  })
  .filter(({ typo }) => typo.length > 1 && !listOptions().some(({ path }) => path.at(-1) === typo));

describe('Any typo of one character', () => {
  it('is found where it stands, with a key one character away', () => {
    const known = listOptions();
    fc.assert(
      fc.property(aTypo, ({ mapping, typo }) => {
        const text = stringify(
          [...mapping, typo].reduceRight<unknown>((value, step) => ({ [step]: value }), 'x'),
        );
        const place = `${mapping.length + 1}:${2 * mapping.length + 1}: unknown key ${typo}`;

        const problem = problemsOf(text).find((line) => line.startsWith(place));

        const suggestion = /did you mean (\w+)\?$/u.exec(problem ?? '')?.[1] ?? '';
        expect(keysIn(known, mapping)).toContain(suggestion);
        expect(distance(suggestion, typo)).toBe(1);
      }),
    );
  });
});
