import { setMaxListeners } from 'node:events';
import type { Clock } from '../clock.js';
import { AdjustableClock } from './adjustable-clock.js';
import type { Audience, AudienceObserver } from './audience.js';
import { EventBus } from './audience-event.js';
import type { Batch, BatchWebhook } from './batch.js';
import { md5 } from './identifiers.js';
import { defaultKnobs } from './knobs.js';
import type { Knobs } from './knobs.js';
import { seededRandom } from './random.js';
import type { Random } from './random.js';
import { RequestLog } from './request-log.js';
import { SignupThrottle } from './signup-throttle.js';

/** Told of every change of a member and of what is forgotten, by audience. */
export interface WorldObserver {
  member: (audienceId: string, seq: number) => void;
  forgotten: (audienceId: string, hash: string) => void;
}

export const nobodyObserves: WorldObserver = { member: () => undefined, forgotten: () => undefined };

/** The whole account: everything the sandbox remembers, and the time and chance it lives by. */
export class World {
  readonly audiences = new Map<string, Audience>();
  readonly events = new EventBus();
  readonly throttle = new SignupThrottle();
  readonly requests = new RequestLog();
  readonly batches = new Map<string, Batch>();
  readonly batchWebhooks = new Map<string, BatchWebhook>();
  knobs: Knobs = defaultKnobs();
  random: Random;
  /** Numbers handed out so far; kept with the data, so that no identifier comes twice. */
  issued = 0;
  /** Aborted when the sandbox closes: whatever sleeps wakes up. */
  readonly closing = new AbortController();
  observer: WorldObserver = nobodyObserves;

  readonly clock: AdjustableClock;

  constructor(
    clock: Clock,
    readonly seed: number,
  ) {
    this.clock = new AdjustableClock(clock);
    this.random = seededRandom(seed);
    // As many as there are calls under way and deliveries that wait.
    setMaxListeners(0, this.closing.signal);
  }

  /** What an audience of that id tells its observer, passed on to the world's. */
  observing(audienceId: string): AudienceObserver {
    return {
      member: (seq) => this.observer.member(audienceId, seq),
      forgotten: (hash) => this.observer.forgotten(audienceId, hash),
    };
  }

  /** Unix seconds. */
  now(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }

  nextNumber(): number {
    this.issued += 1;
    return this.issued;
  }

  /** A fresh identifier of `length` hex digits. */
  nextHex(length: number): string {
    return md5(`${this.seed}:${this.nextNumber()}`).slice(0, length);
  }

  reset(): void {
    this.audiences.clear();
    this.batches.clear();
    this.batchWebhooks.clear();
    this.throttle.clear();
    this.requests.clear();
    this.knobs = defaultKnobs();
    this.random = seededRandom(this.seed);
    this.issued = 0;
    this.clock.reset();
  }
}
