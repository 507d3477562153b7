import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nameParts } from '../../../src/core/mapping/read-source.js';
import { joinName } from '../../../src/core/person-name.js';

describe('nameParts', () => {
  it.each([
    [{ name: 'Ana Sousa' }, { first: 'Ana', last: 'Sousa' }],
    [{ name: 'Ana Maria Sousa' }, { first: 'Ana', last: 'Maria Sousa' }],
    [{ name: 'Ana' }, { first: 'Ana', last: '' }],
    [{ name: false }, { first: '', last: '' }],
    [{ name: 'Ana@Shop.pt' }, { first: '', last: '' }],
    [{}, { first: '', last: '' }],
  ])('B4: of %j', (values, parts) => {
    expect(nameParts(values)).toEqual(parts);
  });

  it.each([
    ['Ana Maria', 'Sousa'],
    ['', 'Sousa'],
    ['Ana Maria', ''],
  ])("B4: are Odoo's own %j and %j while they make up the name", (first, last) => {
    const values = { name: `${first} ${last}`.trim(), first_name: first || false, last_name: last || false };
    expect(nameParts(values)).toEqual({ first, last });
  });

  it('B4: an edited name outdates them', () => {
    const values = { name: 'Eva Lima', first_name: 'Ana Maria', last_name: 'Sousa' };
    expect(nameParts(values)).toEqual({ first: 'Eva', last: 'Lima' });
  });

  it('B4: put together again are the name, but for double blanks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (name) => {
        expect(joinName(nameParts({ name }))).toBe(name.trim().replaceAll(/\s+/gu, ' ') || null);
      }),
    );
  });
});
