const firstMs = 15 * 60_000;
const longestMs = 7 * 24 * 60 * 60_000;

/** When a refused record is tried again while nothing about it has changed (B21): 15 min, 1 h, 4 h … up to a week. */
export function retryAt(refusedAt: Date, attempts: number): Date {
  const pause = Math.min(longestMs, firstMs * 4 ** (attempts - 1));
  return new Date(refusedAt.getTime() + pause);
}
