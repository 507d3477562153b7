import type { Clock } from './clock.js';

/** The same promise on every call; a failure is forgotten, so that the next call tries again. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | null = null;
  return () => {
    result ??= work().catch((error: unknown) => {
      result = null;
      throw error;
    });
    return result;
  };
}

/** The same, asked for anew when the last answer was begun longer than `ms` ago. */
export function onceIn<T>(ms: number, clock: Clock, work: () => Promise<T>): () => Promise<T> {
  let current = once(work);
  let begunAt = Number.NEGATIVE_INFINITY;
  return () => {
    const now = clock.now().getTime();
    if (now - begunAt > ms) {
      current = once(work);
      begunAt = now;
    }
    return current();
  };
}
