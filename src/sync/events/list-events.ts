import type { InboxState } from '../../store/inbox-event.js';
import type { Store } from '../../store/store.js';

/** An event of a webhook, and what became of it. */
export interface InboxEntry {
  id: number;
  type: string;
  audience: string | null;
  email: string | null;
  received_at: string;
  state: InboxState;
  /** What it came to; null while it waits. */
  outcome: string | null;
  attempts: number;
  retry_at: string | null;
  error: { code: string; message: string } | null;
}

const shown = 200;

export async function listEvents(
  store: Store,
  { state }: { state: InboxState | null },
): Promise<InboxEntry[]> {
  const events = await store.inbox.list({ state, limit: shown });
  return events.map(({ id, type, email, state: now, outcome, attempts, error, ...event }) => ({
    ...{ id, type, audience: event.audienceId, email, received_at: event.receivedAt, state: now },
    ...{ outcome, attempts, retry_at: event.retryAt, error },
  }));
}

export interface ReleasedEvents {
  audience: string;
  events: number;
  /** When the oldest of them came in, ISO. */
  since: string;
}

/** Lets events go that are held for being too many at once (B54); of all audiences when none is named. */
export async function releaseEvents(
  store: Store,
  { audiences, dryRun }: { audiences: readonly string[]; dryRun: boolean },
): Promise<ReleasedEvents[]> {
  const all = await store.inbox.held();
  const held = all.filter(({ audienceId }) => audiences.length === 0 || audiences.includes(audienceId));
  for (const { audienceId } of dryRun ? [] : held) await store.inbox.releaseHeld(audienceId);
  return held.map(({ audienceId: audience, events, since }) => ({ audience, events, since }));
}

export function retryEvents(store: Store, ids: readonly number[] | null): Promise<number> {
  return store.inbox.release(ids);
}
