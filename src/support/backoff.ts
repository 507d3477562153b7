export interface BackoffOptions {
  /** Pause after the first failure, in milliseconds. */
  baseMs: number;
  /** Longest pause ever, in milliseconds. */
  capMs: number;
  /** How many times as long as the pause before each one is [2]. */
  factor?: number;
}

/** Pause after the failure number `attempt`, from 1: exponential, up to the cap. In milliseconds. */
export function backoffMs(attempt: number, { baseMs, capMs, factor = 2 }: BackoffOptions): number {
  return Math.min(capMs, baseMs * factor ** (attempt - 1));
}

/**
 * The same with full jitter, from nothing up to the whole pause, so that many clients that failed together don't come
 * back together.
 * @param random from 0 up to 1
 */
export function jitteredBackoffMs(attempt: number, options: BackoffOptions, random: () => number): number {
  return Math.round(random() * backoffMs(attempt, options));
}
