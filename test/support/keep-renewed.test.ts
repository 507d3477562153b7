import { describe, expect, it, jest } from '@jest/globals';
import { keepRenewed } from '../../src/support/keep-renewed.js';

describe('keepRenewed', () => {
  const never = new AbortController().signal;

  /** Holds something for as long as it takes `renew` to be called so often. */
  async function hold(renewals: number, renew: () => Promise<boolean>): Promise<AbortSignal> {
    jest.useFakeTimers();
    try {
      const held = { everyMs: 1000, renew, lost: () => new Error('taken by another'), signal: never };
      return await keepRenewed(held, async (signal) => {
        await jest.advanceTimersByTimeAsync(1000 * renewals);
        return signal;
      });
    } finally {
      jest.useRealTimers();
    }
  }

  it('renews while the work is done, and no longer', async () => {
    const renew = jest.fn(() => Promise.resolve(true));

    const signal = await hold(3, renew);

    expect(renew).toHaveBeenCalledTimes(3);
    expect(signal.aborted).toBe(false);
  });

  it('tells the work to stop when it was lost', async () => {
    const signal = await hold(1, () => Promise.resolve(false));

    expect(signal.reason).toMatchObject({ message: 'taken by another' });
  });

  it('takes a renewal that fails for no answer', async () => {
    const signal = await hold(2, () => Promise.reject(new Error('Odoo is away')));

    expect(signal.aborted).toBe(false);
  });

  it('passes on that the run is to stop', async () => {
    const stop = new AbortController();
    const held = { everyMs: 1000, renew: () => Promise.resolve(true), lost: () => new Error('no') };

    const signal = await keepRenewed({ ...held, signal: stop.signal }, (each) => {
      stop.abort(new Error('Ctrl-C'));
      return Promise.resolve(each);
    });

    expect(signal.reason).toMatchObject({ message: 'Ctrl-C' });
  });
});
