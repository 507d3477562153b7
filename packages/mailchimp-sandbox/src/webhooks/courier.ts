import { knobValues } from '../model/knobs.js';
import type { World } from '../model/world.js';
import { DeliveryLog } from './delivery-log.js';
import { postForm } from './post-form.js';

/** One thing to deliver to one address. */
export interface Parcel {
  readonly webhook: string;
  readonly url: string;
  readonly type: string;
  readonly body: string;
  /** Headers of an attempt, made anew for each because signatures age. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** Whether somebody still wants it. */
  readonly wanted: () => boolean;
  /** An answer of 410: nothing more is to be sent there. */
  readonly gone: () => void;
}

const gone = 410;

/** Delivers at least once: a first attempt, then the retries of the schedule (API §10.3). */
export class Courier {
  readonly log = new DeliveryLog();
  #onTheWay = 0;
  #waiting = 0;
  #idle: (() => void)[] = [];

  constructor(private readonly world: World) {}

  /** Parcels under way, and those that wait for a retry. */
  state(): { in_flight: number; waiting_for_retry: number } {
    return { in_flight: this.#onTheWay, waiting_for_retry: this.#waiting };
  }

  /** Makes the first attempt; retries follow on their own. Never rejects. */
  async deliver(parcel: Parcel): Promise<void> {
    this.#onTheWay += 1;
    try {
      if (await this.#attempt(parcel, 1)) return;
    } finally {
      this.#land();
    }
    void this.#retry(parcel);
  }

  /** Resolves when nothing is under way but parcels that wait for a retry. */
  settled(): Promise<void> {
    if (this.#onTheWay === 0) return Promise.resolve();
    return new Promise((resolve) => void this.#idle.push(resolve));
  }

  /** Counts a parcel that is to come, so that `settled` waits for it. */
  announce(): void {
    this.#onTheWay += 1;
  }

  withdraw(): void {
    this.#land();
  }

  async #retry(parcel: Parcel): Promise<void> {
    const { knobs, clock, closing } = this.world;
    this.#waiting += 1;
    try {
      for (const [index, minutes] of knobValues(knobs.webhook_retry_minutes).entries()) {
        await clock.sleep((Number(minutes) * 60_000) / Math.max(1, knobs.webhook_time_scale), closing.signal);
        if (!parcel.wanted() || (await this.#attempt(parcel, index + 2))) return;
      }
      this.log.end(false);
    } catch {
      // The sandbox closes: what was not delivered is lost, as with a real outage beyond the schedule.
    } finally {
      this.#waiting -= 1;
    }
  }

  /** True when nothing more is to be done for the parcel. */
  async #attempt(parcel: Parcel, attempt: number): Promise<boolean> {
    if (!parcel.wanted()) return true;
    const { knobs, closing } = this.world;
    const status = await postForm(parcel.url, parcel.body, {
      headers: parcel.headers(),
      timeoutMs: knobs.webhook_timeout_ms,
      signal: closing.signal,
    });
    const { webhook, url, type, body } = parcel;
    this.log.add({ at: this.world.clock.now().toISOString(), webhook, url, type, attempt, status, body });
    if (status === gone) parcel.gone();
    const ended = (status >= 200 && status < 300) || status === gone;
    if (ended) this.log.end(status !== gone);
    return ended;
  }

  #land(): void {
    this.#onTheWay -= 1;
    if (this.#onTheWay > 0) return;
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
  }
}
