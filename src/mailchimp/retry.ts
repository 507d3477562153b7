import { jitteredBackoffMs } from '../support/backoff.js';
import type { Clock } from '../support/clock.js';
import { BridgeError } from '../support/errors.js';
import { retry } from '../support/retry.js';

interface RetryPolicy {
  /** Tries in all, the first included. */
  attempts: number;
  /** Waited in any case, in milliseconds; the jitter comes on top. */
  leastMs: number;
  baseMs: number;
  capMs: number;
}

/** MailChimp's own advice (mailchimp-api §8.1): exponential, with jitter, and a cap on the number of tries. */
const usual: RetryPolicy = { attempts: 6, leastMs: 0, baseMs: 1_000, capMs: 30_000 };

const special: Record<string, RetryPolicy> = {
  /** Such a call may still be running and hold its connection: never again at once (§8.1). */
  'mailchimp.timeout': { attempts: 2, leastMs: 30_000, baseMs: 30_000, capMs: 60_000 },
  /** A wrong data centre stays wrong; the person at the terminal is waiting. */
  'mailchimp.unreachable': { attempts: 4, leastMs: 0, baseMs: 1_000, capMs: 30_000 },
  /** Each further call makes a firewall's block last (§12, no. 14). */
  'mailchimp.blocked': { attempts: 3, leastMs: 0, baseMs: 1_000, capMs: 30_000 },
  /** Lasts minutes to days (§8.3), and trying makes it worse. */
  'mailchimp.signup_throttle': { attempts: 1, leastMs: 0, baseMs: 0, capMs: 0 },
};

/** From the first try on; a call that has taken this long is given up. */
const totalMs = 10 * 60_000;

export interface RetryDeps {
  clock: Clock;
  /** From 0 up to 1. */
  random(): number;
}

/** Calls again what may be called again. Every write of the bridge is an upsert, so repeating one does no harm. */
export function withRetry<T>(
  { clock, random }: RetryDeps,
  signal: AbortSignal,
  call: () => Promise<T>,
): Promise<T> {
  return retry(
    call,
    ({ error, attempt, elapsedMs }) => {
      const pauseMs = pauseBefore(error, attempt, random);
      return pauseMs === null || elapsedMs + pauseMs > totalMs ? null : pauseMs;
    },
    { clock, signal },
  );
}

/**
 * Milliseconds until the next try, null when there is to be none.
 * @param attempt the one that failed, from 1
 */
export function pauseBefore(error: unknown, attempt: number, random: () => number): number | null {
  if (!(error instanceof BridgeError) || !error.retryable) return null;
  const policy = special[error.code] ?? usual;
  return attempt >= policy.attempts ? null : policy.leastMs + jitteredBackoffMs(attempt, policy, random);
}
