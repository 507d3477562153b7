import { describe, expect, it } from '@jest/globals';
import { mentionsAddress, withoutAddress } from '../../src/core/mentioned-address.js';

describe('a text that mentions an address', () => {
  it.each([
    ['the address itself', 'ana@shop.pt'],
    ['in another case', 'ANA@Shop.pt'],
    ['in brackets', 'Ana <ana@shop.pt>'],
    ['in a sentence', '“ana@shop.pt” was permanently deleted.'],
    ['at the end of one', 'Not added: ana@shop.pt.'],
    ['in JSON', '["email","ana@shop.pt"]'],
    ['beside another one', 'bo@shop.pt, ana@shop.pt'],
  ])('B57: %s', (_what, text) => {
    expect(mentionsAddress(text, 'ana@shop.pt')).toBe(true);
  });

  it.each([
    ['an address that ends like it', 'joana@shop.pt'],
    ['one with a plus', 'x+ana@shop.pt'],
    ['one that goes on', 'ana@shop.pt.example.com'],
    ['another domain', 'ana@shop.ptx'],
    ['one where a dot is any letter', 'ana@shopxpt'],
  ])('B57: is not one that names %s', (_what, text) => {
    expect(mentionsAddress(text, 'ana@shop.pt')).toBe(false);
  });

  it('B57: finds letters that are not ASCII in any case', () => {
    expect(mentionsAddress('JÜRGEN@shop.de', 'jürgen@shop.de')).toBe(true);
  });

  it('B57: finds one whose letters mean something else in a pattern', () => {
    expect(mentionsAddress('“a+b-c.d@oak-line.pt” looks fake', 'a+b-c.d@oak-line.pt')).toBe(true);
  });

  it('B57: is told without it', () => {
    const text = 'Ana@shop.pt is another member; so is joana@shop.pt.';

    expect(withoutAddress(text, 'ana@shop.pt')).toBe('••• is another member; so is joana@shop.pt.');
  });
});
