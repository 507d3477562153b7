import { describe, expect, it } from '@jest/globals';
import { mergeField } from '../../src/model/merge-field.js';
import type { MergeFieldOptions, MergeFieldType } from '../../src/model/merge-field.js';
import { readMergeValue } from '../../src/rules/merge-value.js';
import { writeMergeValues } from '../../src/rules/merge-values.js';

const field = (type: MergeFieldType, options: MergeFieldOptions = {}) =>
  mergeField({ merge_id: 1, tag: 'F', name: 'F', type }, { options });

describe('Merge values', () => {
  it.each([
    ['date', '2026-02-28', '2026-02-28'],
    ['date', '2026/02/28', '2026-02-28'],
    ['date', '28-02-2026', '2026-02-28'],
    ['date', '02/28/2026', '2026-02-28'],
    ['birthday', '2/29', '02/29'],
    ['number', '15.50', 15.5],
    ['number', 7, 7],
    ['text', 12, '12'],
    ['zip', '30308', '30308'],
    ['url', 'https://acme-widgets.com/a?b=c', 'https://acme-widgets.com/a?b=c'],
    ['phone', '+351 910 000 000', '+351 910 000 000'],
    ['address', { addr1: '', city: '', state: '', zip: '' }, ''],
  ] as const)('a %s reads %j as %j', (type, given, wanted) => {
    expect(readMergeValue(field(type), given)).toBe(wanted);
  });

  it('reads a birthday in the order of its own format', () => {
    const birthday = field('birthday', { date_format: 'DD/MM' });

    expect(readMergeValue(birthday, '29/2')).toBe('29/02');
    expect(() => readMergeValue(birthday, '02/29')).toThrow('Please enter a month');
  });

  it('gives an address the country of the field when it names none', () => {
    const address = { addr1: '1 Quay', city: 'Porto', state: 'PT', zip: '4000' };

    expect(readMergeValue(field('address'), address)).toEqual({ ...address, addr2: '', country: 'US' });
  });

  it('takes US numbers only where the format says so', () => {
    const phone = field('phone', { phone_format: 'US' });

    expect(readMergeValue(phone, '(404) 555-0100')).toBe('(404) 555-0100');
    expect(() => readMergeValue(phone, '+351 910 000 000')).toThrow('Please enter a valid phone number');
  });

  it('cuts a text at 255 bytes, between characters', () => {
    const text = readMergeValue(field('text'), 'é'.repeat(200));

    expect(text).toBe('é'.repeat(127));
  });

  it('misses required fields unless it is told to skip just that', () => {
    const required = { ...field('text'), required: true };
    const number = { ...field('number'), tag: 'N' };
    const write = { fields: [required, number], stored: {}, skip: 'missing' } as const;

    expect(writeMergeValues({ ...write, given: {} })).toEqual({});
    expect(() => writeMergeValues({ ...write, given: {}, skip: 'nothing' })).toThrow(
      'Your merge fields were invalid.',
    );
    expect(() => writeMergeValues({ ...write, given: { N: 'x' } })).toThrow(
      'Your merge fields were invalid.',
    );
    expect(writeMergeValues({ ...write, stored: { F: 'kept' }, given: {}, skip: 'nothing' })).toEqual({
      F: 'kept',
    });
    expect(writeMergeValues({ ...write, stored: { N: 3 }, given: { N: 'x' }, skip: 'invalid' })).toEqual({
      N: 3,
    });
  });
});
