import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { batchSize, batchSizes } from '../../../src/sync/export/export-audience.js';

describe('batchSize', () => {
  it('makes full rounds of even batches for the connections there are', () => {
    expect(batchSize(10_000, 8)).toBe(417);
  });

  it('does not split what is not worth a call of its own', () => {
    expect(batchSize(300, 8)).toBe(100);
  });
});

describe('batchSizes', () => {
  it('lets the first round be small and get smaller from batch to batch', () => {
    const sizes = batchSizes(10_000, 8);

    expect(sizes).toHaveLength(24);
    expect(sizes.slice(0, 8)).toEqual([277, 269, 262, 255, 248, 241, 234, 226]);
    expect(sizes.slice(8)).toEqual(Array.from({ length: 16 }, () => 500));
  });

  it('needs no more calls than even batches would', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1, max: 10 }),
        (total, connections) => {
          const even = batchSize(total, connections);

          expect(batchSizes(total, connections)).toHaveLength(Math.ceil(total / even));
        },
      ),
    );
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
