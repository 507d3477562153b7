import type { NotedChange } from '../store/consent-history.js';
import type { Store } from '../store/store.js';
import { requireAddress } from './require-address.js';
import type { SyncContext } from './sync-context.js';

/** One change of a person's consent, as a regulator is told of it (B56). Times are ISO, UTC. */
export interface ConsentEvent {
  /** When it happened, by the clock of its side; null where that side doesn't say. */
  at: string | null;
  /** When the bridge saw or did it. */
  seen_at: string;
  /** Id and name of the audience. */
  audience: string;
  audience_name: string;
  email: string;
  side: NotedChange['side'];
  what: NotedChange['what'];
  from: string | null;
  to: string;
  by: NotedChange['by'];
  /** Name of the Odoo user. */
  actor: string | null;
  /** Of what the bridge did. */
  run: number | null;
  ip: string | null;
  campaign: string | null;
  reason: string | null;
  source: string | null;
}

export interface ConsentReport {
  account: string;
  email: string;
  history: ConsentEvent[];
}

/** From the store alone: it can be told when a server is down (B56). */
export async function consentReport(
  { config, store }: Pick<SyncContext, 'config' | 'store'>,
  email: string,
): Promise<ConsentReport> {
  const address = requireAddress(email);
  return { account: config.account, email: address, history: await consentEvents(store, address) };
}

/** @param address lower case */
export async function consentEvents(store: Store, address: string): Promise<ConsentEvent[]> {
  const changes = await store.consentHistory.ofAddress(address);
  const names = new Map<string, string>();
  for (const { audienceId: id } of changes)
    if (!names.has(id)) names.set(id, (await store.audiences.get(id))?.name ?? id);
  return changes.map((change) => asEvent(change, names.get(change.audienceId) ?? change.audienceId));
}

function asEvent(
  { audienceId, seenAt, runId, evidence, ...change }: NotedChange,
  name: string,
): ConsentEvent {
  const { at, email, side, what, from, to, by, actor } = change;
  const place = { audience: audienceId, audience_name: name };
  return { at, seen_at: seenAt, ...place, email, side, what, from, to, by, actor, run: runId, ...evidence };
}
