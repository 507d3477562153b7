import { describe, expect, it } from '@jest/globals';
import { fingerprint } from '../../src/core/fingerprint.js';

describe('fingerprint', () => {
  it('does not depend on the order of keys', () => {
    expect(fingerprint({ a: 1, b: { c: '2', d: null } })).toBe(fingerprint({ b: { d: null, c: '2' }, a: 1 }));
  });

  it('depends on values, their types and the order in arrays', () => {
    const all = [{ a: 1 }, { a: '1' }, { a: null }, { a: [1, 2] }, { a: [2, 1] }, {}];
    expect(new Set(all.map(fingerprint)).size).toBe(all.length);
  });
});
