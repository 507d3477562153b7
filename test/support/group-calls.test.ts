import { describe, expect, it } from '@jest/globals';
import { groupCalls } from '../../src/support/group-calls.js';

describe('Calls that are gathered', () => {
  it('go together when they come together, and each gets its own answer', async () => {
    const groups: number[][] = [];
    const double = groupCalls((items: readonly number[]) => {
      groups.push([...items]);
      return Promise.resolve(items.map((item) => item * 2));
    }, 10);

    const answers = await Promise.all([1, 2, 3, 4].map((item) => double(item)));

    expect(answers).toEqual([2, 4, 6, 8]);
    expect(groups).toEqual([[1, 2, 3, 4]]);
  });

  it('wait for the one that is under way, and then go together', async () => {
    const groups: number[][] = [];
    const later: Promise<number>[] = [];
    const call = groupCalls((items: readonly number[]) => {
      groups.push([...items]);
      if (groups.length === 1) later.push(call(2), call(3));
      return Promise.resolve(items);
    }, 10);

    await call(1);
    await Promise.all(later);

    expect(groups).toEqual([[1], [2, 3]]);
  });

  it('never more than so many', async () => {
    const sizes: number[] = [];
    const call = groupCalls((items: readonly number[]) => {
      sizes.push(items.length);
      return Promise.resolve(items);
    }, 3);

    await Promise.all(Array.from({ length: 8 }, (_, index) => call(index)));

    expect(sizes).toEqual([3, 3, 2]);
  });

  it('fail together, and the next go on', async () => {
    const call = groupCalls(
      (items: readonly string[]) =>
        items.includes('bad') ? Promise.reject(new Error('no')) : Promise.resolve(items),
      2,
    );

    const settled = await Promise.allSettled(['bad', 'with it', 'next'].map((item) => call(item)));

    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });
});
