import { describe, expect, it } from '@jest/globals';
import { groupCalls } from '../../src/support/group-calls.js';

describe('Calls that are gathered', () => {
  it('go together while one is under way, and each gets its own answer', async () => {
    const groups: number[][] = [];
    const double = groupCalls((items: readonly number[]) => {
      groups.push([...items]);
      return Promise.resolve(items.map((item) => item * 2));
    }, 10);

    const answers = await Promise.all([1, 2, 3, 4].map((item) => double(item)));

    expect(answers).toEqual([2, 4, 6, 8]);
    expect(groups).toEqual([[1], [2, 3, 4]]);
  });

  it('never more than so many', async () => {
    const sizes: number[] = [];
    const call = groupCalls((items: readonly number[]) => {
      sizes.push(items.length);
      return Promise.resolve(items);
    }, 3);

    await Promise.all(Array.from({ length: 8 }, (_, index) => call(index)));

    expect(sizes).toEqual([1, 3, 3, 1]);
  });

  it('fail together, and the next go on', async () => {
    const call = groupCalls(
      (items: readonly string[]) =>
        items.includes('bad') ? Promise.reject(new Error('no')) : Promise.resolve(items),
      10,
    );

    const settled = await Promise.allSettled(['first', 'bad', 'with it'].map((item) => call(item)));

    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await call('next')).toBe('next');
  });
});
