import { backoffMs } from '../support/backoff.js';
import type { Clock } from '../support/clock.js';
import { BridgeError } from '../support/errors.js';

/** MailChimp's own advice (§8.1): exponential with jitter and a cap on the number of tries. */
const attempts = 6;
const pause = { baseMs: 500, capMs: 30_000 };
/** A call that timed out may still be running and hold its connection: it is given a minute first. */
const pauseAfterTimeout = { baseMs: 60_000, capMs: 120_000 };
const attemptsAfterTimeout = 2;

export interface RetryDeps {
  clock: Clock;
  random(): number;
}

/** Calls again what may be called again. Every write of the bridge is an upsert, so repeating one does no harm. */
export async function withRetry<T>({ clock, random }: RetryDeps, call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const wait = pauseBefore(error, attempt, random);
      if (wait === null) throw error;
      await clock.sleep(wait);
    }
  }
}

/** Milliseconds until the next try, null when there is to be none. */
function pauseBefore(error: unknown, attempt: number, random: () => number): number | null {
  if (!(error instanceof BridgeError) || !error.retryable) return null;
  if (error.code === 'mailchimp.timeout') {
    if (attempt >= attemptsAfterTimeout) return null;
    return pauseAfterTimeout.baseMs / 2 + backoffMs(attempt, pauseAfterTimeout, random) / 2;
  }
  if (error.code === 'mailchimp.unreachable' && attempt >= 3) return null;
  return attempt >= attempts ? null : backoffMs(attempt, pause, random);
}
