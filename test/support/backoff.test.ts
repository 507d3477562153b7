import { describe, expect, it } from '@jest/globals';
import { backoffMs, jitteredBackoffMs } from '../../src/support/backoff.js';

const attempts = [1, 2, 3, 4, 5];

describe('backoffMs', () => {
  it('doubles up to the cap', () => {
    const pauses = attempts.map((attempt) => backoffMs(attempt, { baseMs: 500, capMs: 3_000 }));

    expect(pauses).toEqual([500, 1_000, 2_000, 3_000, 3_000]);
  });

  it('grows by another factor', () => {
    const pauses = attempts.map((attempt) => backoffMs(attempt, { baseMs: 1, capMs: 100, factor: 4 }));

    expect(pauses).toEqual([1, 4, 16, 64, 100]);
  });

  it('stays at the cap after any number of failures', () => {
    expect(backoffMs(5_000, { baseMs: 1, capMs: 100 })).toBe(100);
  });
});

describe('jitteredBackoffMs', () => {
  it.each([
    [0, 0],
    [0.5, 1_000],
    [1, 2_000],
  ])('with the random number %d of a pause of 2 s it is %d ms', (random, ms) => {
    expect(jitteredBackoffMs(2, { baseMs: 1_000, capMs: 8_000 }, () => random)).toBe(ms);
  });
});
