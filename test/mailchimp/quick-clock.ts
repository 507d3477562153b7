import type { Clock } from '../../src/support/clock.js';

export interface QuickClock extends Clock {
  /** The pauses asked for, in milliseconds. */
  pauses: number[];
}

/** A clock on which pauses take no time and still pass. */
export function quickClock(): QuickClock {
  const pauses: number[] = [];
  let now = Date.UTC(2026, 10, 24);
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
