import { describe, expect, it } from '@jest/globals';
import { openTimezone } from '../../../src/core/mapping/timezone.js';
import { odooSide } from '../../../src/core/mapping/odoo-side.js';
import { odooWrites } from '../../../src/core/mapping/odoo-writes.js';
import { aField, aMapping, aPath, aRecord, aTarget, tools } from './build-mapping.js';

/** In Lima it is the evening before. */
const evening = '2026-11-30 02:30:00';
const inLima = { ...tools, timezone: openTimezone('America/Lima') };
const since = (type: string) =>
  aMapping({
    target: aTarget(type, { dateFormat: 'MM/DD' }),
    contact: aPath(aField('datetime')),
    customer: null,
  });
const person = { contact: aRecord({ x_field: evening }), customer: null };

describe('B61: a datetime that is a day in MailChimp', () => {
  it.each([
    ['date', '2026-11-29'],
    ['birthday', '11/29'],
    ['text', evening],
  ])('is in a field of type %s: %s', (type, value) => {
    expect(odooSide([since(type)], person, inLima).values.FIELD).toBe(value);
  });

  it.each([
    ['the time of day it had', person, '2026-11-28', '2026-11-29 02:30:00'],
    [
      'midnight there without one',
      { contact: aRecord({ x_field: false }), customer: null },
      '2026-11-28',
      '2026-11-28 05:00:00',
    ],
  ])('comes back as that day, at %s', (_what, before, FIELD, written) => {
    const to = { person: before, has: { contact: true, customer: false }, splitNames: false };

    const { records, reads } = odooWrites([since('date')], { FIELD }, to, inLima);

    expect(records.contact).toEqual({ x_field: written });
    expect(reads).toEqual({ FIELD });
  });
});
