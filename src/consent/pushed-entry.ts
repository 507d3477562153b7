import type { LedgerEntry } from '../core/consent-ledger.js';
import type { KeptEntry } from '../store/consent-ledger.js';
import { mayBeMailed } from './decide.js';
import type { SeenConsent, SeenPerson } from './facts-of.js';
import { nextEntry } from './next-entry.js';

export interface PushedStatus {
  audienceId: string;
  memberId: string;
  seen: SeenPerson;
  /** Null for a new member. */
  before: LedgerEntry | null;
  /** The member as MailChimp answered. */
  answer: SeenConsent;
}

/**
 * What consent knows of a member that was made or asked again, so that the status the bridge has set is no news of the
 * person's own (B24). Null where the next look at the member has to decide what becomes of their subscriptions.
 */
export function pushedEntry({ audienceId, memberId, seen, before, answer }: PushedStatus): KeptEntry | null {
  if (!mayBeMailed(answer.status)) return null;
  // A new member that waits for its confirmation is opted out in Odoo until then (B9).
  if (before === null && answer.status === 'pending') return null;
  const standing = answer.status === 'subscribed' ? 'in' : 'reopened';
  const entry = nextEntry({ ...seen, member: answer }, before, { standing, left: new Set(), answer });
  return { audienceId, memberId, entry, due: false };
}
