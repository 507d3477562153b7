import { systemClock, type Clock } from '../../../src/support/clock.js';

/** Another clock [the time of day], and as much later as a test wants; a pause takes its real time. */
export class ShiftedClock implements Clock {
  #aheadMs = 0;

  constructor(private readonly base: Clock = systemClock) {}

  advance(seconds: number): void {
    this.#aheadMs += seconds * 1000;
  }

  now(): Date {
    return new Date(this.base.now().getTime() + this.#aheadMs);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(ms, signal);
  }
}
