import type { Clock } from './clock.js';

export interface FailedAttempt {
  error: unknown;
  /** Which one it was, from 1. */
  attempt: number;
  /** All pauses so far, in milliseconds. */
  waitedMs: number;
  /** Since the first attempt began, in milliseconds. */
  elapsedMs: number;
}

/**
 * Works, and after a failure works again as long as the rule gives a pause.
 * @param pauseAfter the rule: milliseconds until the next attempt, null when there is to be none
 * @throws the last failure; the reason of `signal` when that ends a pause
 */
export async function retry<T>(
  work: () => Promise<T>,
  pauseAfter: (failed: FailedAttempt) => number | null,
  { clock, signal }: { clock: Clock; signal?: AbortSignal },
): Promise<T> {
  const begunAt = clock.now().getTime();
  let waitedMs = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const elapsedMs = clock.now().getTime() - begunAt;
      const pauseMs = pauseAfter({ error, attempt, waitedMs, elapsedMs });
      if (pauseMs === null) throw error;
      await clock.sleep(pauseMs, signal);
      waitedMs += pauseMs;
    }
  }
}
