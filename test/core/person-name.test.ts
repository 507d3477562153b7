import { describe, expect, it } from '@jest/globals';
import { joinName, splitName } from '../../src/core/person-name.js';

describe('splitName', () => {
  it.each([
    ['Ana Sousa', { first: 'Ana', last: 'Sousa' }],
    ['  Ana   Maria Sousa ', { first: 'Ana', last: 'Maria Sousa' }],
    ['Ana', { first: 'Ana', last: '' }],
    [null, { first: '', last: '' }],
  ])('B4: %j', (name, parts) => {
    expect(splitName(name)).toEqual(parts);
  });
});

describe('joinName', () => {
  it.each([
    [{ first: 'Ana', last: 'Sousa' }, 'Ana Sousa'],
    [{ first: '', last: 'Sousa' }, 'Sousa'],
    [{ first: ' ', last: '' }, null],
  ])('B4: %j', (parts, name) => {
    expect(joinName(parts)).toBe(name);
  });
});
