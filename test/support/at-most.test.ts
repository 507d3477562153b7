import { describe, expect, it } from '@jest/globals';
import { atMost } from '../../src/support/at-most.js';

describe('atMost', () => {
  it('has so many under way and no more, in order', async () => {
    const turns = atMost(2);
    const started: number[] = [];
    const pairs: number[][] = [];
    const meet = barrier(2);

    await Promise.all(
      [1, 2, 3, 4].map((number) =>
        turns(async () => {
          started.push(number);
          await meet();
          pairs.push([...started]);
        }),
      ),
    );

    expect(pairs).toEqual([
      [1, 2],
      [1, 2],
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ]);
  });

  it('goes on after a failure, which the one who asked gets', async () => {
    const turns = atMost(1);

    const failed = turns(() => Promise.reject(new Error('refused')));
    const next = turns(() => Promise.resolve('done'));

    await expect(failed).rejects.toThrow('refused');
    expect(await next).toBe('done');
  });
});

/** Whoever comes waits until there are `size` of them. */
function barrier(size: number): () => Promise<void> {
  let waiting: (() => void)[] = [];
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length < size) return;
      for (const go of waiting) go();
      waiting = [];
    });
}
