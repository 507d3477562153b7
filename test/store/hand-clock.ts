import type { Clock } from '../../src/support/clock.js';

/** Stands still until it is moved. */
export class HandClock implements Clock {
  #now = Date.parse('2026-03-01T10:00:00.000Z');

  now(): Date {
    return new Date(this.#now);
  }

  advance(ms: number): void {
    this.#now += ms;
  }

  sleep(): Promise<void> {
    return Promise.resolve();
  }
}
