import { describe, expect, it } from '@jest/globals';
import { addressAsTyped, normalizeEmail } from '../../src/core/email-address.js';

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

describe('addressAsTyped', () => {
  it.each([
    ['Ana Sousa <Ana@Shop.pt>', 'ana@shop.pt', 'ana@shop.pt'],
    // As Odoo 17 and later key it.
    ['Jürgen@Firma.de', 'Jürgen@firma.de', 'jürgen@firma.de'],
    ['two@.x@firma.pt', '.x@firma.pt', null],
    ['x y@firma.pt', 'y@firma.pt', null],
    ['ana@a.pt, rui@a.pt', 'ana@a.pt', null],
    ['ana@shop.pt', null, null],
  ])('B55: %j, which Odoo keys as %j, is %j', (text, normalized, address) => {
    expect(addressAsTyped(text, normalized)).toBe(address);
  });
});
