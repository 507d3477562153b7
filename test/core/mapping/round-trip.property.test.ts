import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { textOf, type FieldValue } from '../../../src/core/field-value.js';
import type { MergeTarget } from '../../../src/core/mapping/field-mapping.js';
import { readScalar, type OdooField } from '../../../src/core/mapping/odoo-field.js';
import { toMergeValue } from '../../../src/core/mapping/to-merge-value.js';
import { toOdooScalar } from '../../../src/core/mapping/to-odoo-scalar.js';
import { Unfit } from '../../../src/core/mapping/unfit.js';
import { aField, aTarget } from './build-mapping.js';
import { openTimezone } from '../../../src/core/mapping/timezone.js';

const twoDigits = (most: number) =>
  fc.integer({ min: 1, max: most }).map((day) => String(day).padStart(2, '0'));
const monthDay = fc.tuple(twoDigits(12), twoDigits(28)).map((parts) => parts.join('/'));
const date = fc.tuple(fc.integer({ min: 1000, max: 9999 }), monthDay).map(([year, day]) => {
  return `${year}-${day.replace('/', '-')}`;
});
const choices = ['Yes', 'No', 'Gold', '1', '2'];

/** Values a member may have in a merge field of each type. */
const values: Readonly<Record<string, fc.Arbitrary<FieldValue>>> = {
  text: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    date,
    fc.constantFrom('yes', 'no', '7', '1.5', 'Gold'),
  ),
  number: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
  date,
  birthday: monthDay,
  phone: fc.constantFrom('415-555-2671', '(415) 555-2671', '+1 415 555 2671'),
  zip: fc.integer({ min: 0, max: 99_999 }).map((number) => String(number).padStart(5, '0')),
  url: fc.webUrl(),
  imageurl: fc.webUrl(),
  radio: fc.constantFrom(...choices),
  dropdown: fc.constantFrom(...choices),
};

const odooTypes = [
  'char',
  'text',
  'selection',
  'integer',
  'float',
  'monetary',
  'boolean',
  'date',
  'datetime',
];

const selection = [
  ['gold', 'Gold'],
  ['1', '2'],
] as const;

const anyCase = fc.constantFrom(...Object.keys(values)).chain((type) =>
  fc.record({
    value: fc.oneof(fc.constant(''), values[type] ?? fc.string()),
    target: fc.constantFrom('US', 'DD/MM', null).map((format): MergeTarget => {
      return aTarget(type, { choices, dateFormat: format, phoneFormat: format });
    }),
    field: fc.constantFrom(...odooTypes).map((odooType) => aField(odooType, { selection })),
    before: fc.constantFrom(false, '1980-05-01', '1980-05-01 08:30:00'),
  }),
);

/** What MailChimp would get back after the value was written to Odoo; null when it has no form there or back. */
function roundTrip(
  value: FieldValue,
  { target, field, before }: { target: MergeTarget; field: OdooField; before: unknown },
): { value: FieldValue; inOdoo: unknown } | null {
  const current = readScalar(field, { x_field: before });
  const scalar = toOdooScalar(field, value, { target, current, timezone: openTimezone('UTC') });
  if (scalar instanceof Unfit) return null;
  const inOdoo = scalar ?? false;
  const back = toMergeValue(target, readScalar(field, { x_field: inOdoo }));
  return back instanceof Unfit ? null : { value: back, inOdoo };
}

describe('a value on its way to Odoo and back', () => {
  it('B4: is stable after one more round, whatever the types', () => {
    fc.assert(
      fc.property(anyCase, ({ value, ...field }) => {
        const first = roundTrip(value, field);
        fc.pre(first !== null);

        const second = roundTrip(first.value, { ...field, before: first.inOdoo });
        fc.pre(second !== null);

        expect(roundTrip(second.value, { ...field, before: second.inOdoo })).toEqual(second);
      }),
      { numRuns: 5000 },
    );
  });

  it.each(['text', 'date', 'url', 'imageurl', 'zip', 'radio', 'dropdown'])(
    'B4: of type %s is as it was in a field of text',
    (type) => {
      const target = aTarget(type, { choices });
      fc.assert(
        fc.property(values[type] ?? fc.string(), (value) => {
          fc.pre(textOf(value).trim() !== '' && Buffer.byteLength(textOf(value)) <= 255);
          expect(roundTrip(value, { target, field: aField('char'), before: false })?.value).toBe(value);
        }),
      );
    },
  );

  it('B4: a number is as it was in a number field', () => {
    fc.assert(
      fc.property(values.number ?? fc.double(), (value) => {
        const trip = roundTrip(value, { target: aTarget('number'), field: aField('float'), before: 0 });
        expect(trip?.value).toBe(value);
      }),
    );
  });

  it.each(['MM/DD', 'DD/MM'])('B4: a birthday in the order %s is as it was, in any year', (dateFormat) => {
    const target = aTarget('birthday', { dateFormat });
    const inOrder = monthDay.map((text) =>
      dateFormat === 'MM/DD' ? text : text.split('/').reverse().join('/'),
    );
    fc.assert(
      fc.property(inOrder, date, (value, before) => {
        const trip = roundTrip(value, { target, field: aField('date'), before });
        expect(trip?.value).toBe(value);
        expect(String(trip?.inOdoo).slice(0, 4)).toBe(before.slice(0, 4));
      }),
    );
  });
});
