import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { batchSize, batchSizes } from '../../../src/sync/export/batch-size.js';

describe('batchSize', () => {
  it('makes full rounds of even batches for the connections there are', () => {
    expect(batchSize(10_000, 8)).toBe(417);
  });

  it('does not split what is not worth a call of its own', () => {
    expect(batchSize(300, 8)).toBe(100);
  });
});

describe('batchSizes', () => {
  it('lets the last round get smaller from batch to batch', () => {
    const sizes = batchSizes(10_000, 8);

    expect(sizes).toHaveLength(24);
    expect(sizes.slice(0, 16)).toEqual(Array.from({ length: 16 }, () => 417));
    expect(sizes.slice(16)).toEqual([459, 447, 435, 423, 412, 400, 388, 376]);
  });

  it('takes everyone, and never more in a batch than MailChimp does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1, max: 10 }),
        (total, connections) => {
          const sizes = batchSizes(total, connections);

          expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThanOrEqual(total);
          expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
          expect(Math.min(...sizes)).toBeGreaterThanOrEqual(1);
        },
      ),
    );
  });
});
