import type { WebhookEvent } from '../mailchimp/webhook-event.js';
import type { Secret } from '../support/secret.js';

/** Where the events of one account come in. */
export interface Receiver {
  account: string;
  /** The one MailChimp is given, and the one before while it is being replaced (B30). */
  tokens: readonly Secret[];
  /** What Odoo proves itself with: they open nothing but `poke`. */
  pokeTokens: readonly Secret[];
  /** Path before `/webhooks/…` that a proxy leaves in place; it may be missing all the same. */
  prefix: string | null;
  /** A proxy of one's own stands before it, whose `X-Forwarded-For` may be believed (B30). */
  trustProxy: boolean;
  /** What MailChimp signs with; empty: nothing is known of it. */
  signingKeys: readonly SigningKey[];
  /** Resolves when the event is safe (B31). @returns false when it was there already */
  keep(event: ReceivedEvent): Promise<boolean>;
  /** Odoo says that somebody has asked for something (B38). */
  poke(): void;
}

export interface SigningKey {
  /** Null: of any audience. */
  audienceId: string | null;
  secret: Secret;
}

export interface ReceivedEvent extends WebhookEvent {
  /** The same for the same bytes. */
  key: string;
}

/** Where webhooks come in, below the prefix. */
export const receiverPath = '/webhooks/mailchimp';

/** Where Odoo calls. */
export const pokePath = '/webhooks/odoo';
