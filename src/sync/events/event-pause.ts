import { backoffMs } from '../../support/backoff.js';

const pauses = { baseMs: 15_000, factor: 4, capMs: 60 * 60_000 };
const mostAttempts = 8;

/** When an event that failed is tried again: 15 s, 1 min, 4 min, 16 min, then every hour; null: it is left to a person. */
export function eventRetryAt(failedAt: Date, attempts: number): Date | null {
  if (attempts >= mostAttempts) return null;
  return new Date(failedAt.getTime() + backoffMs(attempts, pauses));
}

/** What stands in the way of a whole audience is for a person to mend; looked at again this often. */
export const audiencePauseMs = 5 * 60_000;
