import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toNumber, toPhone, toText, toUrl, toZip } from '../../../../src/core/mapping/convert/text.js';
import { Unfit } from '../../../../src/core/mapping/unfit.js';

const bytes = (text: string): number => Buffer.byteLength(text);

describe('toText', () => {
  it.each<[string | number | boolean, string]>([
    [' Ana ', ' Ana '],
    [15.5, '15.5'],
    [0, '0'],
    [true, 'true'],
  ])('B4: %j is %j', (scalar, text) => {
    expect(toText(scalar)).toBe(text);
  });

  it('B4: keeps 255 bytes', () => {
    expect(toText('a'.repeat(300))).toBe('a'.repeat(255));
    expect(toText('é'.repeat(127))).toBe('é'.repeat(127));
  });

  it.each([
    ['é', 127],
    ['€', 85],
    ['😀', 63],
  ])('B4: cuts %s before the character that goes beyond', (character, count) => {
    expect(toText(character.repeat(200))).toBe(character.repeat(count));
  });

  it('B4: what it cut is a beginning of the text, and not cut again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const cut = toText(text);

        expect(text.startsWith(cut)).toBe(true);
        expect(bytes(cut)).toBeLessThanOrEqual(255);
        expect(bytes(cut)).toBeGreaterThanOrEqual(Math.min(bytes(text), 252));
        expect(toText(cut)).toBe(cut);
      }),
      { examples: [[`\u{feff}${'a'.repeat(300)}`]] },
    );
  });
});

describe('toNumber', () => {
  it.each<[string | number | boolean, number]>([
    [15.5, 15.5],
    [0, 0],
    [' -7 ', -7],
    ['1e3', 1000],
    [true, 1],
    [false, 0],
  ])('B4: %j is %d', (scalar, number) => {
    expect(toNumber(scalar)).toBe(number);
  });

  it.each(['', '  ', '1,5', '12 kg', 'Infinity', Number.NaN])('B4: %j is not a number', (scalar) => {
    expect(toNumber(scalar)).toEqual(new Unfit('is not a number'));
  });
});

describe('toUrl', () => {
  it.each([
    ['https://shop.pt/a?b=c', 'https://shop.pt/a?b=c'],
    ['HTTP://Shop.pt', 'HTTP://Shop.pt'],
    [' shop.pt ', 'https://shop.pt'],
    ['shop.pt:8080/a', 'https://shop.pt:8080/a'],
    ['münchen.de', 'https://münchen.de'],
  ])('B4: %s is %s', (text, url) => {
    expect(toUrl(text)).toBe(url);
  });

  it.each(['shop', 'https://', 'https://shop', 'ftp://shop.pt', 'mailto:ana@shop.pt', 'my shop.pt', true])(
    'B4: %j is not a web address',
    (scalar) => {
      expect(toUrl(scalar)).toEqual(new Unfit('is not a web address'));
    },
  );
});

describe('toZip', () => {
  it.each([
    ['94105', '94105'],
    [' 02139 ', '02139'],
    ['94105-1234', '94105'],
  ])('B4: %s is %s', (text, zip) => {
    expect(toZip(text)).toBe(zip);
  });

  it.each(['1000', 'SW1A 1AA', '94105-12', '941051234'])('B4: %s is none', (text) => {
    expect(toZip(text)).toEqual(new Unfit('is not a ZIP code of five digits'));
  });
});

describe('toPhone', () => {
  it.each(['4155552671', '(415) 555-2671', '415.555.2671', '+1 415 555 2671', '1-415-555-2671'])(
    'B4: %s has the US format',
    (text) => {
      expect(toPhone(text, 'US')).toBe('415-555-2671');
    },
  );

  it.each(['+351 910 000 000', '555-2671', '415-555-2671 ext. 5'])(
    'B4: %s does not have the US format',
    (text) => {
      expect(toPhone(text, 'US')).toEqual(new Unfit('is not a US phone number'));
    },
  );

  it.each(['International', 'none', null])('B4: a field of the format %s takes any text', (format) => {
    expect(toPhone('+351 910 000 000', format)).toBe('+351 910 000 000');
  });
});
