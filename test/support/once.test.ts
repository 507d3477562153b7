import { describe, expect, it, jest } from '@jest/globals';
import { once, onceIn } from '../../src/support/once.js';
import { ShiftedClock } from './world/shifted-clock.js';

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

describe('onceIn', () => {
  it('answers all who ask in this time with the same, and asks anew afterwards', async () => {
    const clock = new ShiftedClock();
    let answers = 0;
    const get = onceIn(1000, clock, () => Promise.resolve((answers += 1)));

    expect(await Promise.all([get(), get()])).toEqual([1, 1]);
    clock.advance(2);
    expect(await get()).toBe(2);
  });

  it('forgets a failure', async () => {
    const work = jest.fn<() => Promise<string>>();
    work.mockRejectedValueOnce(new Error('down')).mockResolvedValueOnce('done');
    const get = onceIn(1000, new ShiftedClock(), work);

    await expect(get()).rejects.toThrow('down');
    expect(await get()).toBe('done');
  });
});
