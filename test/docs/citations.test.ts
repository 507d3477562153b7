import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { citationsIn, sectionsOf } from './citations.js';
import { projectFiles } from './project-files.js';
import { rulesOf } from './rules.js';

const pageOf = (name: string) => readFileSync(`docs/${name}.md`, 'utf8');
const rules = rulesOf(pageOf('behaviour'));
const known = new Set([
  ...rules.map(({ number }) => number),
  ...['mailchimp-api', 'odoo-api'].flatMap((name) => sectionsOf(name, pageOf(name))),
]);

/** `file:line cites …` for each citation that leads nowhere. */
function dangling(file: string, text: string): string[] {
  return citationsIn(file, text)
    .filter(({ of }) => !known.has(of))
    .map(({ line, of }) => `${file}:${line} cites ${of}`);
}

describe('Rules and sections that code, tests and docs cite', () => {
  it('are on the pages', () => {
    const files = projectFiles();

    expect(files.flatMap((file) => dangling(file, readFileSync(file, 'utf8')))).toEqual([]);
  });

  // Put together from parts, so that this file doesn't cite them itself.
  const rule = ['B', 99].join('');
  const section = (number: string | number) => `§${number}`;
  it.each([
    ['a rule', `one\n(${rule})`, 'a.ts:2 cites B'],
    ['the end of a range', `B9–${rule}`, 'a.ts:1 cites B'],
    ['a section', `mailchimp-api ${section(5.99)}`, 'a.ts:1 cites mailchimp-api'],
    [
      'a section of MailChimp’s, as its sandbox says it',
      `API ${section(5.99)}`,
      'a.ts:1 cites mailchimp-api',
    ],
    ['a row of a table', `mailchimp-api ${section('5.4 rule 99')}`, 'a.ts:1 cites mailchimp-api'],
    ['a point of a list', `mailchimp-api ${section(12.99)}`, 'a.ts:1 cites mailchimp-api'],
    ['a section of the page named last', `odoo-api ${section(2)}, ${section(8.1)}`, 'a.ts:1 cites odoo-api'],
    ['a section of no page', section(2), 'a.ts:1 cites §'],
  ])('are told by file and line when they are not: %s', (_, text, said) => {
    expect(dangling('a.ts', text).at(-1)).toContain(said);
  });
});
