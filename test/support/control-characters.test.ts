import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  allVisible,
  hasControlCharacter,
  visible,
  visibleLines,
} from '../../src/support/control-characters.js';

describe('B63: characters that rule a terminal', () => {
  it.each([
    ['a\u0000b', 'a\uFFFDb'],
    ['\u001B[31mred', '\uFFFD[31mred'],
    ['half \uD83D', 'half \uFFFD'],
    ['C1 \u009B2J', 'C1 \uFFFD2J'],
    ['turned \u202Eround', 'turned \uFFFDround'],
    ['two\r\nlines\tand a tab', 'two  lines and a tab'],
    ['Zoë 👩‍👩‍👧 Ünal', 'Zoë 👩‍👩‍👧 Ünal'],
  ])('are seen instead: %j', (text, seen) => {
    expect(visible(text)).toBe(seen);
  });

  it('are seen in every text of a value, and whatever is no plain value stays', () => {
    const error = new Error('\u0007');

    const seen = allVisible({ names: ['a\u0007', { 'k\u0007': 'b\u0007' }], error, count: 3, none: null });

    expect(seen).toEqual({ names: ['a\uFFFD', { 'k\uFFFD': 'b\uFFFD' }], error, count: 3, none: null });
    expect(seen.error).toBe(error);
  });

  it('are seen line by line where there are several', () => {
    expect(visibleLines('one\u0007\ntwo')).toBe('one\uFFFD\ntwo');
  });

  it.each(['a\u0000', '\u001B', '\u007F', '\u0085', 'x\uDE00', '\uD83D'])('no text may have %j', (text) => {
    expect(hasControlCharacter(text)).toBe(true);
  });

  it.each(['', 'two\nlines', 'a\ttab', '👋', 'שלום \u200F'])('a text may have %j', (text) => {
    expect(hasControlCharacter(text)).toBe(false);
  });

  it('none is left in any text', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0xffff })), (units) => {
        expect(visible(String.fromCharCode(...units))).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      }),
      { numRuns: 10_000 },
    );
  });
});
