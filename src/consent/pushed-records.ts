import type { LedgerEntry } from '../core/consent-ledger.js';
import type { OdooSession } from '../odoo/connect.js';
import { mayBeMailed } from './decide.js';
import type { SeenConsent, SeenPerson } from './facts-of.js';
import { historyOf } from './history-of.js';
import { nextEntry } from './next-entry.js';
import type { ConsentRecord } from './write-down.js';

export interface PushedStatus {
  audienceId: string;
  memberId: string;
  /** Of the member, lower case. */
  email: string;
  seen: SeenPerson;
  /** Null for a new member. */
  before: LedgerEntry | null;
  /** The member as MailChimp answered. */
  answer: SeenConsent;
}

/**
 * What consent knows of members that were made or asked again, so that the status the bridge has set is no news of the
 * person's own (B24). None where the next look at the member has to decide what becomes of their subscriptions.
 */
export async function pushedRecords(
  odoo: OdooSession,
  pushed: readonly PushedStatus[],
): Promise<ConsentRecord[]> {
  const known = pushed.filter(isSettled);
  const changes = await historyOf(
    odoo,
    known.map(({ answer, ...look }) => ({ ...look, done: { answer, optOut: null, blacklisted: false } })),
  );
  return known.map((one, index) => ({ kept: keptEntry(one), changes: changes[index] ?? [] }));
}

function isSettled({ before, answer }: PushedStatus): boolean {
  if (!mayBeMailed(answer.status)) return false;
  // A new member that waits for its confirmation is opted out in Odoo until then (B9).
  return before !== null || answer.status !== 'pending';
}

function keptEntry({ audienceId, memberId, seen, before, answer }: PushedStatus): ConsentRecord['kept'] {
  const standing = answer.status === 'subscribed' ? 'in' : 'reopened';
  const entry = nextEntry({ ...seen, member: answer }, before, { standing, left: new Set(), answer });
  return { audienceId, memberId, entry, due: false };
}
