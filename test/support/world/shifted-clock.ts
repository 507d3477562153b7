import { systemClock, type Clock } from '../../../src/support/clock.js';

/** The time of day, and as much later as a test wants. */
export class ShiftedClock implements Clock {
  #aheadMs = 0;

  advance(seconds: number): void {
    this.#aheadMs += seconds * 1000;
  }

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(ms, signal);
  }
}
