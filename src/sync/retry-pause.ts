import { backoffMs } from '../support/backoff.js';

const pauses = { baseMs: 15 * 60_000, factor: 4, capMs: 7 * 24 * 60 * 60_000 };

/** When a refused record is tried again while nothing about it has changed (B21): 15 min, 1 h, 4 h … up to a week. */
export function retryAt(refusedAt: Date, attempts: number): Date {
  return new Date(refusedAt.getTime() + backoffMs(attempts, pauses));
}
