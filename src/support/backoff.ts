export interface BackoffOptions {
  /** Longest pause of the first attempt, in milliseconds. */
  baseMs: number;
  /** Longest pause ever, in milliseconds. */
  capMs: number;
}

/**
 * Pause before attempt `attempt + 1` (the first failure is attempt 1): exponential with full jitter, so that
 * many clients that failed together don't come back together.
 */
export function backoffMs(attempt: number, options: BackoffOptions, random: () => number): number {
  const ceiling = Math.min(options.capMs, options.baseMs * 2 ** (attempt - 1));
  return Math.round(random() * ceiling);
}
