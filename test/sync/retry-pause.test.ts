import { describe, expect, it } from '@jest/globals';
import { retryAt } from '../../src/sync/retry-pause.js';

const refusedAt = new Date('2026-03-01T10:00:00Z');

describe('retryAt', () => {
  it.each([
    [1, '2026-03-01T10:15:00.000Z'],
    [2, '2026-03-01T11:00:00.000Z'],
    [3, '2026-03-01T14:00:00.000Z'],
    [4, '2026-03-02T02:00:00.000Z'],
    [5, '2026-03-04T02:00:00.000Z'],
    [6, '2026-03-08T10:00:00.000Z'],
    [7, '2026-03-08T10:00:00.000Z'],
    [5_000, '2026-03-08T10:00:00.000Z'],
  ])('B21: after %d refusals the record is tried again at %s', (attempts, at) => {
    expect(retryAt(refusedAt, attempts).toISOString()).toBe(at);
  });
});
