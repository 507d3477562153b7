import type { Audience } from './audience.js';
import type { MemberRecord } from './member-record.js';
import type { WebhookEvent, WebhookSource } from './webhook.js';

/** Something that happened to a member, as webhooks tell it. */
export interface AudienceEvent {
  readonly type: WebhookEvent;
  readonly audience: Audience;
  readonly member: MemberRecord;
  readonly source: WebhookSource;
  /** Unix seconds. */
  readonly at: number;
  readonly action?: 'unsub' | 'delete';
  readonly reason?: 'manual' | 'abuse' | 'hard';
  readonly oldEmail?: string;
}

export type AudienceListener = (event: AudienceEvent) => void;

export class EventBus {
  readonly #listeners = new Set<AudienceListener>();

  /** Gives the function that ends the subscription. */
  subscribe(listener: AudienceListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  emit(event: AudienceEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
