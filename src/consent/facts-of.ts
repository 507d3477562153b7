import type { ConsentEvidence } from '../core/consent-change.js';
import type { MemberStatus } from '../core/member-status.js';
import { mayBeMailed, type ConsentFacts, type RowFacts } from './decide.js';
import type { LedgerEntry, LedgerRow } from '../core/consent-ledger.js';

/** What MailChimp says of how a member came to its status; nothing is decided by it. */
export interface MemberEvidence extends ConsentEvidence {
  /** What a webhook says it was: `manual`, `abuse`, `hard`; empty when it says nothing, null when none has told of it. */
  told: string | null;
}

/** The user of Odoo who has written a row last. */
export interface RowWriter {
  id: number;
  name: string;
}

/** What MailChimp says of a member, as far as consent goes; dates in ms since 1970, by MailChimp's clock. */
export interface SeenConsent {
  status: MemberStatus;
  lastChanged: number;
  /** When the person signed up by form; the API leaves it empty (docs/mailchimp-api.md §5.4). */
  signedUpAt: number | null;
  /** When the person confirmed, or the API subscribed them. */
  optedInAt: number | null;
  /** Of a member that MailChimp has just shown; for the history alone (B56). */
  evidence?: MemberEvidence;
}

/** A subscription as Odoo has it, on the mailing list of the audience. */
export interface SeenSubscription {
  id: number;
  contactId: number;
  mailingListId: number;
  contactCreated: string | null;
  writtenAt: string | null;
  optOut: boolean;
  /** In ms since 1970, by Odoo's clock. */
  optedOutAt: number | null;
  /** For the history alone (B56). */
  writtenBy?: RowWriter | null;
}

/** One person on both sides. */
export interface SeenPerson {
  /** Null when the address is no member. */
  member: SeenConsent | null;
  /** Of all contacts of the person. */
  subscriptions: readonly SeenSubscription[];
  /** Where subscriptions were looked for: the mailing list, and the contact that is linked to the member, if one is. */
  link: { mailingListId: number | null; contactId: number | null };
  blacklisted: boolean;
  /**
   * An interrupted run may have made their contact: what is opted out and not known is taken for a mirror of the status
   * it was made with (B9).
   */
  isInterrupted: boolean;
}

/** What consent is decided by: two looks at the person compared, not the clocks of two servers (B25, B46). */
export function factsOf(seen: SeenPerson, before: LedgerEntry | null): ConsentFacts {
  const member = currentOf(seen.member, before);
  const rows = seen.subscriptions.map((subscription) => rowFacts(subscription, before, seen, member));
  const ownWithoutRow = isOwnWithoutRow(seen, before);
  const ownAct = ownActOf(member, before, { ...seen, ownWithoutRow }, rows);
  return {
    status: member?.status ?? null,
    before: before?.status ?? null,
    wasIn: before !== null && unseen(member?.optedInAt ?? null, before.optedInAt) !== null,
    ownAct,
    rows,
    ownWithoutRow,
    bounced: before?.bounced ?? false,
    blacklisted: seen.blacklisted,
    takenOut: ownAct === 'none' && isTakenOut(seen, before),
  };
}

/**
 * B48: seen on this mailing list before, and on it no more. A link that another member has now is nobody's removal, and
 * a subscription that was to be made may never have been.
 */
function isTakenOut({ subscriptions, link }: SeenPerson, before: LedgerEntry | null): boolean {
  if (before === null || subscriptions.length > 0) return false;
  const { mailingListId, contactId } = link;
  const wasSeen = before.rows.some((row) => row.mailingListId === mailingListId && !row.isForetold);
  return before.takenOut || (contactId !== null && wasSeen);
}

/** An opt-out outlives its subscription: deleted, moved or made again, it was never taken back (B46). */
function isOwnWithoutRow({ subscriptions }: SeenPerson, before: LedgerEntry | null): boolean {
  if (before === null) return false;
  const there = new Set(subscriptions.map((row) => knownRow(row, before.rows)));
  return before.ownWithoutRow || before.rows.some((row) => row.standing === 'own' && !there.has(row));
}

/** MailChimp may list what a member was some minutes ago: what was seen later goes before it. */
export function currentOf(member: SeenConsent | null, before: LedgerEntry | null): SeenConsent | null {
  if (member === null || before === null) return member;
  return member.lastChanged < before.lastChanged ? before : member;
}

function rowFacts(
  { optOut, ...row }: SeenSubscription,
  before: LedgerEntry | null,
  { isInterrupted }: SeenPerson,
  member: SeenConsent | null,
): RowFacts {
  const known = knownRow({ optOut, ...row }, before?.rows ?? []);
  if (known !== null) return { optOut, known: isOutAnew({ optOut, ...row }, known) ? null : known.standing };
  const isMirror = isInterrupted && optOut && member !== null && member.status !== 'subscribed';
  return { optOut, known: isMirror ? 'mirror' : null };
}

/**
 * Odoo dates each opt-out, so that one that was lifted and made again since it was last seen is another one (B25). It need
 * not be later: what was seen may be dated by MailChimp, whose clock is ahead.
 */
function isOutAnew({ optOut, optedOutAt }: SeenSubscription, { optedOutAt: known }: LedgerRow): boolean {
  return optOut && optedOutAt !== null && known !== null && inSeconds(optedOutAt) !== inSeconds(known);
}

/** As Odoo tells times. */
const inSeconds = (ms: number): number => Math.floor(ms / 1000);

/** What an opt-out is dated that the bridge writes: Odoo's own date when it opted out first, else when MailChimp last changed the member. */
export function optOutTime({
  subscriptions,
  member,
}: Pick<SeenPerson, 'subscriptions' | 'member'>): number | null {
  const dates = subscriptions.flatMap(({ optOut, optedOutAt }) =>
    optOut && optedOutAt !== null ? [optedOutAt] : [],
  );
  return dates.length > 0 ? Math.max(...dates) : (member?.lastChanged ?? null);
}

/** What the ledger knows of this subscription. */
export function knownRow(row: SeenSubscription, rows: readonly LedgerRow[]): LedgerRow | null {
  const here = rows.filter(
    ({ contactId, mailingListId }) => contactId === row.contactId && mailingListId === row.mailingListId,
  );
  return here.find((known) => isSameRow(known, row) || isMadeByBridge(known, row)) ?? null;
}

function isSameRow(known: LedgerRow, row: SeenSubscription): boolean {
  if (known.subscriptionId !== row.id) return false;
  // Of a contact the bridge has made itself it has not seen the date yet.
  if (known.contactCreated !== null && known.contactCreated !== row.contactCreated) return false;
  if (known.writtenAt === null) return true;
  return row.writtenAt !== null && row.writtenAt >= known.writtenAt;
}

/** Of a row that was never seen it is only believed that it still says what was written; a difference proves nothing. */
function isMadeByBridge({ subscriptionId, standing }: LedgerRow, { optOut }: SeenSubscription): boolean {
  return subscriptionId === null && optOut === (standing === 'own' || standing === 'mirror');
}

/** So much the clocks of two servers may differ. */
const clockMs = 15 * 60_000;

function ownActOf(
  member: SeenConsent | null,
  before: LedgerEntry | null,
  { subscriptions, ownWithoutRow }: SeenPerson & Pick<ConsentFacts, 'ownWithoutRow'>,
  rows: readonly RowFacts[],
): ConsentFacts['ownAct'] {
  if (member === null || before === null) return 'none';
  const act = newestOf(unseen(member.signedUpAt, before.signedUpAt), confirmation(member, before));
  if (act === null) return 'none';
  const opposed = subscriptions.filter((_, index) => isOwn(rows[index]));
  const isLater = opposed.every(({ optedOutAt }) => optedOutAt !== null && act > optedOutAt + clockMs);
  return isLater && !ownWithoutRow ? 'later' : 'new';
}

const isOwn = (row: RowFacts | undefined): boolean => row?.optOut === true && row.known !== 'mirror';

const unseen = (now: number | null, seen: number | null): number | null =>
  now !== null && (seen === null || now > seen) ? now : null;

/** The API dates its own writes as opt-ins, too: it is the person's act only when MailChimp waited for it. */
function confirmation(member: SeenConsent, before: LedgerEntry): number | null {
  if (before.status !== 'pending' || !mayBeMailed(member.status)) return null;
  return unseen(member.optedInAt, before.optedInAt);
}

function newestOf(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}
