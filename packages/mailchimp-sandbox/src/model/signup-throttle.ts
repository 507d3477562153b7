import type { Knobs } from './knobs.js';

/**
 * The throttle per address: who is subscribed too often in a short time is refused for a while, in whatever
 * audience (API §8.3). Memory is bounded by the window, not by the number of addresses ever seen.
 */
export class SignupThrottle {
  readonly #signups = new Map<string, number[]>();
  readonly #until = new Map<string, number>();

  /** Whether the address, in lower case, is refused at `now` (Unix seconds). */
  refuses(address: string, now: number): boolean {
    return (this.#until.get(address) ?? 0) > now;
  }

  /** Counts a subscription; only addresses that come again are worth remembering for the window. */
  count(address: string, now: number, knobs: Knobs): void {
    if (knobs.throttle_signups === 0) return;
    const since = now - knobs.throttle_window_seconds;
    const recent = (this.#signups.get(address) ?? []).filter((time) => time > since);
    recent.push(now);
    this.#signups.delete(address);
    this.#signups.set(address, recent);
    if (recent.length >= knobs.throttle_signups) this.#until.set(address, now + knobs.throttle_seconds);
    this.#dropOld(since);
  }

  clear(): void {
    this.#signups.clear();
    this.#until.clear();
  }

  #dropOld(since: number): void {
    for (const [address, times] of this.#signups) {
      if ((times.at(-1) ?? 0) > since) return;
      this.#signups.delete(address);
    }
  }
}
