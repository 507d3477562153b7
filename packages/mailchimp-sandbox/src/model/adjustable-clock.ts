import type { Clock } from '../clock.js';

interface Sleeper {
  /** Milliseconds since 1970, by this clock. */
  due: number;
  wake: AbortController;
}

/** A clock that can be put forward: whoever's time has come by then wakes up at once. */
export class AdjustableClock implements Clock {
  #aheadMs = 0;
  readonly #sleepers = new Set<Sleeper>();

  constructor(private readonly base: Clock) {}

  now(): Date {
    return new Date(this.#time());
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const sleeper: Sleeper = { due: this.#time() + ms, wake: new AbortController() };
    this.#sleepers.add(sleeper);
    try {
      while (await this.#interrupted(sleeper, signal)) sleeper.wake = new AbortController();
    } finally {
      this.#sleepers.delete(sleeper);
    }
  }

  advance(ms: number): void {
    this.#aheadMs += ms;
    for (const { wake } of [...this.#sleepers]) wake.abort();
  }

  /** Back to the time of the world outside; who sleeps now sleeps as long as it would have. */
  reset(): void {
    for (const sleeper of this.#sleepers) sleeper.due -= this.#aheadMs;
    this.#aheadMs = 0;
  }

  #time(): number {
    return this.base.now().getTime() + this.#aheadMs;
  }

  /** Sleeps for what is left; true when the clock was put forward meanwhile, but not far enough. */
  async #interrupted({ due, wake }: Sleeper, signal?: AbortSignal): Promise<boolean> {
    const either = signal ? AbortSignal.any([signal, wake.signal]) : wake.signal;
    try {
      await this.base.sleep(Math.max(0, due - this.#time()), either);
      return false;
    } catch (error) {
      signal?.throwIfAborted();
      if (!wake.signal.aborted) throw error;
      return due > this.#time();
    }
  }
}
