import { describe, expect, it } from '@jest/globals';
import { boundedLine } from '../../src/support/bounded-line.js';

describe('text of another program in a message', () => {
  it('is one line', () => {
    expect(boundedLine('  No right\r\n\tto do this \n')).toBe('No right to do this');
  });

  it('ends after 300 characters, and shows that it was cut', () => {
    expect(boundedLine('x'.repeat(80_000))).toBe(`${'x'.repeat(299)}…`);
    expect(boundedLine('x'.repeat(300))).toBe('x'.repeat(300));
  });
});
