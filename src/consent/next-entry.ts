import { isOut } from './decide.js';
import {
  currentOf,
  factsOf,
  knownRow,
  optOutTime,
  type SeenConsent,
  type SeenPerson,
  type SeenSubscription,
} from './facts-of.js';
import type { MemberStatus } from '../core/member-status.js';
import type { LedgerEntry, LedgerRow, Standing } from '../core/consent-ledger.js';

export interface Carried {
  standing: Standing;
  /** Ids of subscriptions that are still what they were seen as, and not what they are to be. */
  left: ReadonlySet<number>;
  /** What MailChimp answered, where it was told something. */
  answer: SeenConsent | null;
}

/** The ledger after a decision was carried out, as far as it was. */
export function nextEntry(
  seen: SeenPerson & { member: SeenConsent },
  before: LedgerEntry | null,
  { standing, left, answer }: Carried,
): LedgerEntry {
  const current = answer ?? currentOf(seen.member, before) ?? seen.member;
  const { status, lastChanged, signedUpAt, optedInAt } = isLiftLeft(seen, standing, left)
    ? (before ?? current)
    : current;
  const writtenOut = optOutTime(seen);
  const rows = seen.subscriptions.flatMap((row): LedgerRow[] => {
    if (!left.has(row.id)) return [rowOf(row, standing, writtenOut)];
    const known = knownRow(row, before?.rows ?? []);
    return known === null ? [] : [known];
  });
  const ownWithoutRow = standing === 'own' && !rows.some((row) => row.standing === 'own');
  const { takenOut } = factsOf(seen, before);
  const bounced = hasBounced(status, standing, before);
  return { status, lastChanged, signedUpAt, optedInAt, rows, ownWithoutRow, takenOut, bounced };
}

/** B49: without a history it may as well be somebody who had left before. */
function hasBounced(status: MemberStatus, standing: Standing, before: LedgerEntry | null): boolean {
  if (status !== 'cleaned' || standing === 'own' || before === null) return false;
  if (before.status === 'cleaned') return before.bounced;
  const wasIn = !before.ownWithoutRow && before.rows.every((row) => row.standing === 'in');
  return before.status === 'subscribed' && wasIn;
}

/** The act that lifts an opt-out is new until the opt-out is lifted everywhere. */
function isLiftLeft({ subscriptions }: SeenPerson, standing: Standing, left: ReadonlySet<number>): boolean {
  return !isOut(standing) && subscriptions.some(({ id, optOut }) => optOut && left.has(id));
}

function rowOf(row: SeenSubscription, standing: Standing, writtenOut: number | null): LedgerRow {
  const { id: subscriptionId, contactId, mailingListId, contactCreated, writtenAt } = row;
  const dateOut = row.optOut ? row.optedOutAt : writtenOut;
  const dates = { writtenAt, optedOutAt: isOut(standing) ? dateOut : null };
  return { subscriptionId, contactId, mailingListId, contactCreated, ...dates, standing, isForetold: false };
}
