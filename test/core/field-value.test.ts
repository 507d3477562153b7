import { describe, expect, it } from '@jest/globals';
import { isBlank, sameValue, textOf, type FieldValue } from '../../src/core/field-value.js';

const address = { addr1: '1 High St', addr2: '', city: 'Leeds' };

describe('isBlank', () => {
  it.each<[FieldValue | undefined, boolean]>([
    ['', true],
    [undefined, true],
    ['0', false],
    [0, false],
    [false, false],
    [address, false],
  ])('B6: of %j is %j', (value, blank) => {
    expect(isBlank(value)).toBe(blank);
  });
});

describe('sameValue', () => {
  it.each<[FieldValue, FieldValue]>([
    ['Ana', 'Ana'],
    [0, 0],
    [false, false],
    [address, { city: 'Leeds', addr1: '1 High St' }],
  ])('B6: %j and %j are the same', (one, other) => {
    expect(sameValue(one, other)).toBe(true);
    expect(sameValue(other, one)).toBe(true);
  });

  it.each<[FieldValue, FieldValue]>([
    ['Ana', 'ana'],
    ['', 0],
    ['', false],
    ['0', 0],
    [address, ''],
    [address, { ...address, city: 'York' }],
  ])('B6: %j and %j differ', (one, other) => {
    expect(sameValue(one, other)).toBe(false);
    expect(sameValue(other, one)).toBe(false);
  });
});

describe('textOf', () => {
  it.each<[FieldValue | undefined, string]>([
    [15.5, '15.5'],
    [0, '0'],
    [false, 'false'],
    [undefined, ''],
    [address, ''],
  ])('of %j is %j', (value, text) => {
    expect(textOf(value)).toBe(text);
  });
});
