import { describe, expect, it } from '@jest/globals';
import { normalizeEmail } from '../../src/core/email-address.js';

describe('normalizeEmail', () => {
  it.each([
    ['Ana@Shop.PT', 'ana@shop.pt'],
    [' ana@shop.pt ', 'ana@shop.pt'],
    ['Ana Sousa <Ana@Shop.pt>', 'ana@shop.pt'],
    ['ana@shop', null],
    ['ana', null],
    ['', null],
    [null, null],
  ])('B15: %j is %j', (text, address) => {
    expect(normalizeEmail(text)).toBe(address);
  });
});
