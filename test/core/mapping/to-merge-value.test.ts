import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toMergeValue } from '../../../src/core/mapping/to-merge-value.js';
import type { OdooScalar } from '../../../src/core/mapping/odoo-field.js';
import { Unfit } from '../../../src/core/mapping/unfit.js';
import type { FieldValue } from '../../../src/core/field-value.js';
import { anInterest, aTarget } from './build-mapping.js';

const choices = ['Yes', 'No', 'Gold'];
const types = ['text', 'number', 'date', 'birthday', 'phone', 'zip', 'url', 'imageurl', 'radio', 'dropdown'];

describe('toMergeValue', () => {
  it.each<[string, OdooScalar, FieldValue]>([
    ['text', 'Ana', 'Ana'],
    ['text', 0, '0'],
    ['number', '12.5', 12.5],
    ['number', false, 0],
    ['date', '2026-11-25 10:00:00', '2026-11-25'],
    ['birthday', '1980-12-03', '12/03'],
    ['phone', '+351 910 000 000', '+351 910 000 000'],
    ['zip', '94105-1234', '94105'],
    ['url', 'shop.pt', 'https://shop.pt'],
    ['imageurl', 'shop.pt/a.png', 'https://shop.pt/a.png'],
    ['radio', 'gold', 'Gold'],
    ['dropdown', true, 'Yes'],
  ])('B4: for a merge field of type %s, %j is %j', (type, scalar, value) => {
    expect(toMergeValue(aTarget(type, { choices }), scalar)).toBe(value);
  });

  it('B4: goes by the format of the field', () => {
    expect(toMergeValue(aTarget('birthday', { dateFormat: 'DD/MM' }), '1980-12-03')).toBe('03/12');
    expect(toMergeValue(aTarget('phone', { phoneFormat: 'US' }), '4155552671')).toBe('415-555-2671');
  });

  it.each(types)('B4: for a merge field of type %s, empty stays empty', (type) => {
    expect(toMergeValue(aTarget(type, { choices }), null)).toBe('');
    expect(toMergeValue(aTarget(type, { choices }), '')).toBe('');
  });

  it.each<[OdooScalar, boolean]>([
    [true, true],
    [false, false],
    [null, false],
    ['true', false],
    [1, false],
  ])('B4: an interest is on for a yes only: %j is %j', (scalar, value) => {
    expect(toMergeValue(anInterest, scalar)).toBe(value);
  });

  it('B4: any value has a form or a reason why not', () => {
    const scalar = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        scalar,
        fc.constantFrom('US', 'DD/MM', null),
        (type, given, format) => {
          const target = aTarget(type, { choices, dateFormat: format, phoneFormat: format });

          const value = toMergeValue(target, given);

          expect(value instanceof Unfit ? value.reason !== '' : typeof value !== 'object').toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
