import type { MemberStatus } from '../core/member-status.js';
import { decided } from './decided.js';
import type { Decided } from '../core/decided.js';
import type { Standing } from '../core/consent-ledger.js';

export interface ConsentPolicies {
  resubscribe: 'never' | 'pending' | 'subscribed';
  new_member_status: 'subscribed' | 'pending';
  on_cleaned: 'blacklist' | 'opt_out';
  on_odoo_delete: 'none' | 'unsubscribe' | 'archive';
}

/** One subscription of a contact of the person, on the mailing list of the audience. */
export interface RowFacts {
  optOut: boolean;
  /** What the ledger knows of this very row; null when it is another one than it has seen (B46). */
  known: Standing | null;
}

/** All that consent is decided by; see `factsOf` for how it is read off. */
export interface ConsentFacts {
  /** Null when the address is no member. */
  status: MemberStatus | null;
  /** The status that was last dealt with; null without a history. */
  before: MemberStatus | null;
  /** MailChimp has dated an opt-in since then, whoever made it: with the same status they were in, and have left again. */
  wasIn: boolean;
  /**
   * An act of the person's own in MailChimp, a sign-up by form or a confirmation, that the ledger has not seen: `later`
   * when it is clearly later than every opt-out in Odoo that MailChimp has not held yet.
   */
  ownAct: 'none' | 'new' | 'later';
  /** Of all contacts of the person: an opt-out on one of them counts for all (B15). */
  rows: readonly RowFacts[];
  ownWithoutRow: boolean;
  /** The member's address bounced while they were subscribed, as the ledger knows (B49). */
  bounced: boolean;
  blacklisted: boolean;
  /** Taken off the mailing list in Odoo, and no act of their own in MailChimp since (B48). */
  takenOut: boolean;
}

/** What a member becomes by an export. */
export type AskedStatus = Decided<'pending' | 'subscribed'>;

export type ToMailchimp = 'nothing' | 'unsubscribe' | 'archive' | { ask: AskedStatus };

export interface ConsentDecision {
  /** What every subscription of the person is to be, and a new one is made as. */
  standing: Standing;
  optOut: boolean;
  toMailchimp: ToMailchimp;
  /** What a new member starts as; null when the person is one, or may not become one (B25, B26). */
  newMember: AskedStatus | null;
  /**
   * What a member starts as whom another address of the same person becomes, since this one has bounced; null for who has
   * left (B49).
   */
  underNewAddress: AskedStatus | null;
  /** The address is to go on the blacklist (B10). */
  blacklist: boolean;
  /** No contact and no subscription is made for them but by an explicit export (B48). */
  takenOut: boolean;
}

/**
 * Everything the bridge decides about consent (B9, B10, B24–B26, B46, B48, B49). In doubt the opt-out wins: nobody is opted in
 * without an act of their own in MailChimp, or without an opt-out that is removed from the very subscription it stood on.
 */
export function decideConsent(facts: ConsentFacts, policies: ConsentPolicies): ConsentDecision {
  const { status, blacklisted, takenOut } = facts;
  const standing = standingOf(facts);
  const optOut = isOut(standing);
  return {
    standing,
    optOut,
    toMailchimp: status === null ? 'nothing' : told(status, { standing, takenOut }, policies),
    newMember: status === null && !optOut ? decided(policies.new_member_status) : null,
    underNewAddress: isOnlyBounced(facts, standing) ? decided(policies.new_member_status) : null,
    blacklist: status === 'cleaned' && policies.on_cleaned === 'blacklist' && !blacklisted,
    takenOut,
  };
}

/** Nothing is known against the person but that their address bounced, and the new one isn't on the blacklist. */
function isOnlyBounced(facts: ConsentFacts, standing: Standing): boolean {
  const { status, bounced, blacklisted, takenOut } = facts;
  return status === 'cleaned' && bounced && standing === 'mirror' && !blacklisted && !takenOut;
}

export function isOut(standing: Standing): boolean {
  return standing === 'own' || standing === 'mirror';
}

/** Gets campaigns, or will as soon as they confirm. */
export function mayBeMailed(status: MemberStatus | null): boolean {
  return status === 'subscribed' || status === 'pending';
}

function standingOf(facts: ConsentFacts): Standing {
  const { status, blacklisted } = facts;
  const out = hasOwnOptOut(facts) ? 'own' : 'mirror';
  if (status === null) return isOptedOutInOdoo(facts) ? 'own' : 'in';
  // An address on the blacklist is opted out, and has done so in Odoo (B25).
  if (blacklisted) return mayBeMailed(status) ? 'own' : out;
  if (status === 'subscribed') return standsAgainstMember(facts) ? 'own' : 'in';
  return isReopened(facts) ? 'reopened' : out;
}

function isOptedOutInOdoo({ rows, blacklisted, ownWithoutRow }: ConsentFacts): boolean {
  return blacklisted || ownWithoutRow || rows.some(({ optOut }) => optOut);
}

/** An opt-out of which the ledger does not know that it only mirrors MailChimp (B9). */
function hasOwnOptOut({ rows, ownWithoutRow }: ConsentFacts): boolean {
  return ownWithoutRow || rows.some(({ optOut, known }) => optOut && known !== 'mirror');
}

/** B25: only the person's own act lifts their opt-out, and it has to be the later of the two. */
function standsAgainstMember(facts: ConsentFacts): boolean {
  if (!hasOwnOptOut(facts)) return false;
  if (facts.ownAct === 'none') return true;
  return facts.ownAct === 'new' && !wasHeldByMailchimp(facts);
}

/** Both sides held the opt-out when they were last looked at, so that an act seen since has come after it. */
function wasHeldByMailchimp({ before, rows }: ConsentFacts): boolean {
  const isKnown = rows.every(({ optOut, known }) => !optOut || known === 'own' || known === 'mirror');
  return isKnown && before !== null && !mayBeMailed(before);
}

/** B24, B46: the opt-out was taken off the row it was seen on, and MailChimp has said nothing new since. */
function isReopened({ status, before, wasIn, ownAct, rows, ownWithoutRow }: ConsentFacts): boolean {
  // A bounced address never comes back.
  if (status === 'cleaned' || status !== before || wasIn || ownAct !== 'none' || ownWithoutRow) return false;
  const isAllIn = rows.every(({ optOut }) => !optOut);
  return isAllIn && rows.some(({ known }) => known !== null && known !== 'in');
}

function told(
  status: MemberStatus,
  { standing, takenOut }: Pick<ConsentDecision, 'standing' | 'takenOut'>,
  { resubscribe, on_odoo_delete: policy }: ConsentPolicies,
): ToMailchimp {
  if (mayBeMailed(status) && standing === 'own') return 'unsubscribe';
  if (takenOut) return ofTakenOut(status, policy);
  if (mayBeMailed(status)) return 'nothing';
  return standing === 'reopened' && resubscribe !== 'never' ? { ask: decided(resubscribe) } : 'nothing';
}

/** B48: who has left already stays as they are, and MailChimp can't archive who waits for their confirmation. */
function ofTakenOut(status: MemberStatus, policy: ConsentPolicies['on_odoo_delete']): ToMailchimp {
  if (policy === 'unsubscribe' && mayBeMailed(status)) return 'unsubscribe';
  const isArchived = policy === 'archive' && (status === 'subscribed' || status === 'transactional');
  return isArchived ? 'archive' : 'nothing';
}
