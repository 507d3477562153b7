import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../../src/support/clock.js';
import { retry, type FailedAttempt } from '../../src/support/retry.js';

/** A clock whose pauses take no time and still pass. */
function pausesOnly(): Clock & { pauses: number[] } {
  const pauses: number[] = [];
  let now = 0;
  return {
    pauses,
    now: () => new Date(now),
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      pauses.push(ms);
      now += ms;
      await Promise.resolve();
    },
  };
}

/** Fails as often as told, each time with an error of its own, then succeeds. */
function failing(times: number): () => Promise<string> {
  let calls = 0;
  return () => {
    calls += 1;
    return calls <= times ? Promise.reject(new Error(`failure ${calls}`)) : Promise.resolve(`call ${calls}`);
  };
}

describe('retry', () => {
  it('works once and asks no rule when that succeeds', async () => {
    const clock = pausesOnly();
    const asked: FailedAttempt[] = [];

    const result = await retry(failing(0), (failed) => asked.push(failed), { clock });

    expect(result).toBe('call 1');
    expect(asked).toEqual([]);
    expect(clock.pauses).toEqual([]);
  });

  it('tells the rule of each failure, and pauses as it says', async () => {
    const clock = pausesOnly();
    const asked: FailedAttempt[] = [];
    const rule = (failed: FailedAttempt): number => {
      asked.push(failed);
      return failed.attempt * 10;
    };

    const result = await retry(failing(3), rule, { clock });

    expect(result).toBe('call 4');
    expect(clock.pauses).toEqual([10, 20, 30]);
    expect(asked).toEqual([
      { error: new Error('failure 1'), attempt: 1, waitedMs: 0, elapsedMs: 0 },
      { error: new Error('failure 2'), attempt: 2, waitedMs: 10, elapsedMs: 10 },
      { error: new Error('failure 3'), attempt: 3, waitedMs: 30, elapsedMs: 30 },
    ]);
  });

  it('counts the time that the work itself takes', async () => {
    const clock = pausesOnly();
    const elapsed: number[] = [];
    const slow = async (): Promise<never> => {
      await clock.sleep(500);
      throw new Error('slow');
    };
    const rule = ({ elapsedMs, attempt }: FailedAttempt): number | null => {
      elapsed.push(elapsedMs);
      return attempt === 2 ? null : 100;
    };

    await expect(retry(slow, rule, { clock })).rejects.toThrow('slow');

    expect(elapsed).toEqual([500, 1_100]);
  });

  it('throws the last failure when the rule gives no pause', async () => {
    const clock = pausesOnly();

    const result = retry(failing(9), ({ attempt }) => (attempt < 3 ? 1 : null), { clock });

    await expect(result).rejects.toThrow('failure 3');
    expect(clock.pauses).toEqual([1, 1]);
  });

  it('ends a pause when it is told to, and works no more', async () => {
    const ending = new AbortController();
    let calls = 0;
    const work = (): Promise<never> => {
      calls += 1;
      ending.abort(new Error('Ctrl-C'));
      return Promise.reject(new Error('failure'));
    };

    const result = retry(work, () => 1, { clock: pausesOnly(), signal: ending.signal });

    await expect(result).rejects.toThrow('Ctrl-C');
    expect(calls).toBe(1);
  });
});
