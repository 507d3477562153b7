import type { Audience } from './audience.js';
import type { Campaign } from './campaign.js';
import type { MemberRecord } from './member-record.js';
import type { WebhookEvent, WebhookSource } from './webhook.js';

interface EventBase {
  readonly audience: Audience;
  readonly source: WebhookSource;
  /** Unix seconds. */
  readonly at: number;
}

/** Something that happened to a member. */
export interface MemberEvent extends EventBase {
  readonly type: Exclude<WebhookEvent, 'campaign'>;
  readonly member: MemberRecord;
  readonly action?: 'unsub' | 'delete';
  readonly reason?: 'manual' | 'abuse' | 'hard';
  readonly oldEmail?: string;
}

export interface CampaignEvent extends EventBase {
  readonly type: 'campaign';
  readonly campaign: Campaign;
}

/** Something that happened, as webhooks tell it. */
export type AudienceEvent = MemberEvent | CampaignEvent;

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
