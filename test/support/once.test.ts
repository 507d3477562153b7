import { describe, expect, it, jest } from '@jest/globals';
import { once } from '../../src/support/once.js';

describe('once', () => {
  it('works once for all callers, also while it is at work', async () => {
    const work = jest.fn(() => Promise.resolve('done'));
    const get = once(work);

    expect(work).not.toHaveBeenCalled();
    expect(await Promise.all([get(), get()])).toEqual(['done', 'done']);
    expect(await get()).toBe('done');
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('tells a failure to all who wait for it, and tries again for the next', async () => {
    const work = jest.fn<() => Promise<string>>();
    work.mockRejectedValueOnce(new Error('down')).mockResolvedValueOnce('done');
    const get = once(work);

    const outcomes = await Promise.allSettled([get(), get()]);

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await get()).toBe('done');
    expect(work).toHaveBeenCalledTimes(2);
  });
});
