import {
  noEvidence,
  type ConsentActor,
  type ConsentChange,
  type ConsentEvidence,
} from '../core/consent-change.js';
import type { LedgerEntry } from '../core/consent-ledger.js';
import { isOut, mayBeMailed } from './decide.js';
import type { SeenConsent, SeenPerson, SeenSubscription, MemberEvidence, RowWriter } from './facts-of.js';
import type { MemberStatus } from '../core/member-status.js';

/** One look at a person, and what the bridge did after it. */
export interface LookedAt {
  audienceId: string;
  memberId: string;
  email: string;
  /** Null at the first look. */
  before: LedgerEntry | null;
  seen: SeenPerson;
  done: {
    /** The member as MailChimp answered, where it was told something. */
    answer: SeenConsent | null;
    /** What the subscriptions were set to, or made as; null where none was. */
    optOut: boolean | null;
    blacklisted: boolean;
  };
}

/** Who is who in Odoo. */
export interface OdooWriters {
  /** The bridge's own. */
  uid: number;
  /** Users who are no colleagues: whoever opens the link in a mail, and the portal's. Null: it can't be seen. */
  visitors: ReadonlySet<number> | null;
}

type Side = Pick<ConsentChange, 'side' | 'what'>;
type Origin = Pick<ConsentChange, 'by' | 'actor' | 'at'> & { evidence?: ConsentEvidence };

const byBridge: Origin = { by: 'bridge', actor: null, at: null };

/** What is new in the history of a person's consent (B56): what was seen on each side, then what the bridge has done. */
export function changesOf(look: LookedAt, writers: OdooWriters): ConsentChange[] {
  return [...inMailchimp(look), ...ofSubscription(look, writers), ...ofBlacklist(look)];
}

function inMailchimp(look: LookedAt): ConsentChange[] {
  const { before, seen, done } = look;
  const status = before?.status ?? null;
  const { member } = seen;
  const seenChange =
    member === null ? [] : change(look, memberStatus, status, member.status, originInMailchimp(look, member));
  const own =
    done.answer === null
      ? []
      : change(look, memberStatus, member?.status ?? status, done.answer.status, byBridge);
  return [...seenChange, ...own];
}

const memberStatus: Side = { side: 'mailchimp', what: 'status' };

function originInMailchimp({ before }: LookedAt, member: SeenConsent): Origin {
  const { status, signedUpAt, optedInAt, lastChanged, evidence } = member;
  const isIn = isOptIn(status);
  const at = isIn ? (optedInAt ?? signedUpAt ?? lastChanged) : lastChanged;
  const { ip = null, source = null, reason = null, campaign = null } = evidence ?? {};
  const told = isIn ? { ip, source } : { reason, campaign };
  return {
    by: actorInMailchimp(before, member),
    actor: null,
    at: at > 0 ? new Date(at).toISOString() : null,
    evidence: { ...noEvidence, ...told },
  };
}

function ofSubscription(look: LookedAt, writers: OdooWriters): ConsentChange[] {
  const { before, seen, done } = look;
  const known = before === null || before.rows.length === 0 ? null : before.rows;
  const from = known === null ? null : nameOf(known.some(({ standing }) => isOut(standing)));
  const there = rowThatTells(seen.subscriptions);
  const to = there === undefined ? removedFrom(from) : nameOf(there.optOut);
  const seenChange =
    to === null ? [] : change(look, subscription, from, to, originInOdoo(there, writers, from));
  const own = done.optOut === null ? [] : change(look, subscription, to, nameOf(done.optOut), byBridge);
  return [...seenChange, ...own];
}

const subscription: Side = { side: 'odoo', what: 'subscription' };
const nameOf = (optOut: boolean): string => (optOut ? 'opted_out' : 'opted_in');
/** Who was on the mailing list and isn't any more. */
const removedFrom = (from: string | null): string | null => (from === null ? null : 'removed');

/** An opt-out on any contact of the person counts (B15). */
function rowThatTells(rows: readonly SeenSubscription[]): SeenSubscription | undefined {
  return rows.find(({ optOut }) => optOut) ?? rows[0];
}

function originInOdoo(row: SeenSubscription | undefined, writers: OdooWriters, from: string | null): Origin {
  if (row === undefined) return { by: 'unknown', actor: null, at: null };
  const { writtenBy = null } = row;
  const writer = actorInOdoo(writtenBy, writers);
  // What the bridge has changed itself is known: with its login somebody else has done it.
  const by: ConsentActor = writer === 'bridge' && from !== null ? 'odoo_user' : writer;
  const isNamed = by === 'odoo_user' || by === 'unknown';
  return { by, actor: isNamed ? (writtenBy?.name ?? null) : null, at: dateOf(row) };
}

function dateOf({ optOut, optedOutAt, writtenAt }: SeenSubscription): string | null {
  if (optOut && optedOutAt !== null) return new Date(optedOutAt).toISOString();
  return writtenAt === null ? null : `${writtenAt.replace(' ', 'T')}Z`;
}

function ofBlacklist(look: LookedAt): ConsentChange[] {
  const { seen, done } = look;
  const unknown: Origin = { by: 'unknown', actor: null, at: null };
  const entry: Side = { side: 'odoo', what: 'blacklist' };
  const isOn = seen.blacklisted;
  const seenChange = change(look, entry, null, isOn ? 'blacklisted' : 'not_blacklisted', unknown);
  const own = done.blacklisted ? change(look, entry, null, 'blacklisted', byBridge) : [];
  return [...(isOn ? seenChange : seenChange.map((one) => ({ ...one, isDefault: true as const }))), ...own];
}

function change(
  { audienceId, memberId, email }: LookedAt,
  side: Side,
  from: string | null,
  to: string,
  { evidence = noEvidence, ...origin }: Origin,
): ConsentChange[] {
  if (from === to) return [];
  return [{ audienceId, memberId, email: email.toLowerCase(), ...side, from, to, ...origin, evidence }];
}

/** What was known of the member before. */
type Before = Pick<SeenConsent, 'status' | 'signedUpAt' | 'optedInAt'> | null;

/** Who has set a member's status, from what MailChimp says of the member (B56, docs/mailchimp-api.md §5.4, §10.4). */
export function actorInMailchimp(before: Before, seen: SeenConsent): ConsentActor {
  const { status, evidence } = seen;
  switch (status) {
    case 'cleaned':
      return evidence?.told === 'abuse' ? 'complaint' : 'bounce';
    case 'unsubscribed':
      return whoUnsubscribed(evidence);
    case 'archived':
      return byHand(evidence);
    case 'subscribed':
    case 'pending':
    case 'transactional':
      return isByForm(before, seen) ? 'form' : whoAdded(evidence?.source ?? null);
  }
}

const byAccount = /unsubscribed by (an )?admin/iu;
const complaint = /abuse|complain|spam/iu;

function whoUnsubscribed(evidence: MemberEvidence | undefined): ConsentActor {
  const reason = evidence?.reason ?? null;
  if (evidence?.told === 'abuse' || complaint.test(reason ?? '')) return 'complaint';
  if (reason === null) return 'unknown';
  return byAccount.test(reason) ? byHand(evidence) : 'link';
}

/** Webhooks are asked for without those of the API (B34): what they tell, a program hasn't done. */
function byHand(evidence: MemberEvidence | undefined): ConsentActor {
  return typeof evidence?.told === 'string' ? 'mailchimp_admin' : 'mailchimp_admin_or_api';
}

function isByForm(before: Before, { status, signedUpAt, optedInAt }: SeenConsent): boolean {
  if (signedUpAt !== null && signedUpAt !== (before?.signedUpAt ?? null)) return true;
  // The person has confirmed.
  return before?.status === 'pending' && status === 'subscribed' && optedInAt !== before.optedInAt;
}

function whoAdded(source: string | null): ConsentActor {
  if (source === null) return 'unknown';
  if (/^api\b/iu.test(source)) return 'api';
  if (/form|landing page/iu.test(source)) return 'form';
  return /admin|import/iu.test(source) ? 'mailchimp_admin' : 'unknown';
}

/** Who has written a row of Odoo last. A visitor and a portal user have no way but their own page. */
export function actorInOdoo(
  writer: RowWriter | null,
  { uid, visitors }: { uid: number; visitors: ReadonlySet<number> | null },
): ConsentActor {
  if (writer === null) return 'unknown';
  if (writer.id === uid) return 'bridge';
  if (visitors === null) return 'unknown';
  return visitors.has(writer.id) ? 'link' : 'odoo_user';
}

/** Of a status that may be mailed, or may be one day. */
export function isOptIn(status: MemberStatus): boolean {
  return mayBeMailed(status) || status === 'transactional';
}
