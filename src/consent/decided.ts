import type { Decided } from '../core/decided.js';

/** The one place where what was decided about consent gets its type; nothing outside this room may import it (B45). */
export function decided<const T>(value: T): Decided<T> {
  return value as Decided<T>;
}
