import { describe, expect, it } from '@jest/globals';
import type { FieldValue } from '../../../src/core/field-value.js';
import type { OdooScalar } from '../../../src/core/mapping/odoo-field.js';
import { toOdooScalar } from '../../../src/core/mapping/to-odoo-scalar.js';
import { toMergeValue } from '../../../src/core/mapping/to-merge-value.js';
import { Unfit } from '../../../src/core/mapping/unfit.js';
import { aField, anInterest, aTarget } from './build-mapping.js';
import { openTimezone } from '../../../src/core/mapping/timezone.js';

const utc = openTimezone('UTC');

const plan = aField('selection', {
  selection: [
    ['gold', 'Gold plan'],
    ['silver', 'Gold'],
  ],
});

function convert(
  type: string,
  value: FieldValue,
  { target = aTarget(), current = null }: { target?: ReturnType<typeof aTarget>; current?: OdooScalar } = {},
) {
  return toOdooScalar(aField(type), value, { target, current, timezone: utc });
}

describe('toOdooScalar', () => {
  it.each<[string, FieldValue, OdooScalar]>([
    ['char', 'Ana', 'Ana'],
    ['char', 15.5, '15.5'],
    ['text', '0', '0'],
    ['integer', '42', 42],
    ['integer', 0, 0],
    ['float', 15.5, 15.5],
    ['monetary', '9.99', 9.99],
    ['boolean', 'Yes', true],
    ['boolean', 'no', false],
    ['boolean', 1, true],
    ['boolean', 0, false],
    ['date', '2026-11-25', '2026-11-25'],
  ])('B4: in a field of type %s, %j is %j', (type, value, scalar) => {
    expect(convert(type, value)).toBe(scalar);
  });

  it.each(['char', 'integer', 'float', 'date', 'datetime', 'selection'])(
    'B6: a field of type %s is emptied by an empty value',
    (type) => {
      expect(convert(type, '')).toBeNull();
    },
  );

  it('B6: a boolean field knows no empty value', () => {
    expect(convert('boolean', '')).toBe(false);
  });

  it.each([true, false])('B4: an interest is %j in a boolean field', (value) => {
    expect(toOdooScalar(aField('boolean'), value, { target: anInterest, current: null, timezone: utc })).toBe(
      value,
    );
  });

  it.each([
    ['Gold plan', 'gold'],
    ['gold PLAN ', 'gold'],
    ['silver', 'silver'],
    ['Gold', 'silver'],
  ])('B4: a selection takes %j by label, else by key', (text, key) => {
    expect(toOdooScalar(plan, text, { target: aTarget(), current: null, timezone: utc })).toBe(key);
  });

  it.each<[string, FieldValue, string]>([
    ['integer', 'many', 'is not a number'],
    ['integer', 1.5, 'is not a whole number'],
    ['integer', 3_000_000_000, 'is too large for a whole number of Odoo'],
    ['float', '1,5', 'is not a number'],
    ['boolean', 'maybe', 'is neither yes nor no'],
    ['date', '25/11/2026', 'is not a date'],
    ['date', '2023-02-29', 'is not a date'],
    ['datetime', 'soon', 'is not a date'],
    ['char', { addr1: '1 High St' }, 'is an address'],
  ])('B4: a field of type %s has no form for %j: it %s', (type, value, reason) => {
    expect(convert(type, value)).toEqual(new Unfit(reason));
  });

  it('B4: a selection has no form for what is none of its labels', () => {
    expect(toOdooScalar(plan, 'Bronze', { target: aTarget(), current: null, timezone: utc })).toEqual(
      new Unfit('is none of Gold plan, Gold'),
    );
  });
});

describe('toOdooScalar of a day', () => {
  const birthday = aTarget('birthday', { dateFormat: 'DD/MM' });
  const date = aTarget('date');

  it('B4: a birthday keeps the year Odoo has', () => {
    expect(convert('date', '03/12', { target: birthday, current: '1980-05-01' })).toBe('1980-12-03');
    expect(convert('datetime', '03/12', { target: birthday, current: '1980-05-01 08:30:00' })).toBe(
      '1980-12-03 08:30:00',
    );
  });

  it('B4: a birthday is text in a field of text', () => {
    expect(convert('char', '03/12', { target: birthday, current: '01/05' })).toBe('03/12');
  });

  it('B61: a birthday stands in the order of Odoo’s texts, and comes back in the field’s own', () => {
    const target = aTarget('birthday', { dateFormat: 'MM/DD', textFormat: 'DD/MM' });

    expect(convert('char', '06/09', { target })).toBe('09/06');
    expect(toMergeValue(target, '09/06')).toBe('06/09');
    expect(toMergeValue(target, '1980-06-09')).toBe('06/09');
    expect(convert('char', '31/31', { target })).toEqual(new Unfit('is not a day of the year'));
  });

  it('B4: a date keeps the time Odoo has', () => {
    expect(convert('datetime', '2026-11-25', { target: date, current: '2020-01-01 08:30:00' })).toBe(
      '2026-11-25 08:30:00',
    );
    expect(convert('datetime', '2026-11-25', { target: date })).toBe('2026-11-25 00:00:00');
  });

  it.each([
    ['2026-11-25 17:45:10', '2026-11-25 17:45:10'],
    ['2026-11-25T17:45', '2026-11-25 17:45:00'],
    ['2026-11-25 99:00:00', '2026-11-25 08:30:00'],
  ])('B4: text that has a time of its own gives it: %s', (text, written) => {
    expect(convert('datetime', text, { current: '2020-01-01 08:30:00' })).toBe(written);
  });
});
