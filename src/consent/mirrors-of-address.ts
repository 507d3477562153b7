import type { KeptEntry } from '../store/consent-ledger.js';
import type { SeenSubscription } from './facts-of.js';
import { unseenRow } from './new-subscription.js';

const nothingElse = { ownWithoutRow: false, takenOut: false, bounced: false };

/**
 * What the ledger knows of subscriptions whose opt-out only mirrors MailChimp, and whose address is no member's: by the
 * hash of the address, as if the member had been archived long before MailChimp shows another one (B47, B49).
 */
export function mirrorsOfAddress(
  audienceId: string,
  hash: string,
  subscriptions: readonly SeenSubscription[],
): KeptEntry {
  const rows = subscriptions.map(({ contactId, mailingListId }) => ({
    ...unseenRow,
    contactId,
    mailingListId,
    standing: 'mirror' as const,
  }));
  const dates = { lastChanged: 0, signedUpAt: null, optedInAt: null };
  const entry = { status: 'archived' as const, ...dates, rows, ...nothingElse };
  return { audienceId, memberId: hash, entry, due: false };
}
