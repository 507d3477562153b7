import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../../src/support/clock.js';

/** A clock for which waiting takes no time: it is just later then. */
export class HastyClock implements Clock {
  #aheadMs: number;
  readonly #longestMs: number;

  /**
   * @param aheadS of the time of day, in seconds
   * @param longestMs what the longest pause takes of real time
   */
  constructor({ aheadS = 0, longestMs = 10 }: { aheadS?: number; longestMs?: number } = {}) {
    this.#aheadMs = aheadS * 1000;
    this.#longestMs = longestMs;
  }

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#aheadMs += ms;
    await setTimeout(Math.min(ms, this.#longestMs));
    signal?.throwIfAborted();
  }
}
