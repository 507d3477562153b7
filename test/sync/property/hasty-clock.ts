import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../../src/support/clock.js';

/** A clock for which waiting takes no time: it is just later then. */
export class HastyClock implements Clock {
  #aheadMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#aheadMs += ms;
    await setTimeout(Math.min(ms, 10));
    signal?.throwIfAborted();
  }
}
