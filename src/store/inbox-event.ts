import { z } from 'zod';
import type { InboxRow, NewInboxRow } from './schema.js';

/** An event as it came in; what it tells is a hint, the member is the truth (B32). */
export interface NewInboxEvent {
  /** The same for the same delivery, however often it comes. */
  key: string;
  type: string;
  audienceId: string | null;
  /** Whom it is about, lower case; null when it is about nobody. */
  email: string | null;
  /** The address before, of a changed one; lower case. */
  formerEmail: string | null;
  /** Of an unsubscribe: `delete` when MailChimp says that the member is gone. */
  action: string | null;
  /** Of an unsubscribe or a bounce: `manual`, `abuse` or `hard`, and the campaign it came from. */
  reason: string | null;
  campaign: string | null;
  /** What came, of an event nothing is done about. */
  raw: [string, string][] | null;
  /** ISO, MailChimp's clock, whole seconds. */
  firedAt: string | null;
  /** Null leaves it to be worked on; else why there is nothing to do. */
  outcome: string | null;
}

/** `held`: it would change more people in an hour than may be, and waits for a person to let it go (B54). */
export const inboxStates = ['waiting', 'done', 'quarantined', 'held'] as const;

export type InboxState = (typeof inboxStates)[number];

export interface InboxEvent extends Omit<NewInboxEvent, 'raw'> {
  id: number;
  receivedAt: string;
  state: InboxState;
  /** How often it failed. */
  attempts: number;
  /** Not before; null: at once. */
  retryAt: string | null;
  /** Of the last failure. */
  error: { code: string; message: string } | null;
  finishedAt: string | null;
  /** A person has let it go, beyond the cap (B54). */
  isReleased: boolean;
}

const details = z.object({
  action: z.string().nullable(),
  // An inbox of 0.1.0 has neither.
  reason: z.string().nullable().default(null),
  campaign: z.string().nullable().default(null),
  raw: z.unknown(),
});
const failure = z.object({ code: z.string(), message: z.string() });

export function toInboxRow(event: NewInboxEvent, now: string): NewInboxRow {
  const isOpen = event.outcome === null;
  const { action, reason, campaign, raw } = event;
  return {
    key: event.key,
    type: event.type,
    audience_id: event.audienceId,
    email: event.email,
    former_email: event.formerEmail,
    details: JSON.stringify({ action, reason, campaign, raw }),
    fired_at: event.firedAt,
    received_at: now,
    state: isOpen ? 'waiting' : 'done',
    outcome: event.outcome,
    attempts: 0,
    retry_at: null,
    error: null,
    finished_at: isOpen ? null : now,
  };
}

export function fromInboxRow(row: InboxRow): InboxEvent {
  const { action, reason, campaign } = details.parse(JSON.parse(row.details));
  return {
    id: row.id,
    key: row.key,
    type: row.type,
    audienceId: row.audience_id,
    email: row.email,
    formerEmail: row.former_email,
    action,
    reason,
    campaign,
    firedAt: row.fired_at,
    receivedAt: row.received_at,
    state: row.state as InboxState,
    outcome: row.outcome,
    attempts: row.attempts,
    retryAt: row.retry_at,
    error: row.error === null ? null : failure.parse(JSON.parse(row.error)),
    finishedAt: row.finished_at,
    isReleased: row.released === 1,
  };
}
