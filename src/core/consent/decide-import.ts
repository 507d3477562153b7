import type { MemberStatus } from '../member-status.js';

/** What Odoo says of one person on the audience's mailing list, all contacts of the address taken together. */
export interface OdooConsent {
  /** `none`: not on the mailing list yet. */
  subscription: 'none' | 'in' | 'out';
  /** When Odoo recorded the opt-out, if it did. */
  optedOutAt: Date | null;
  blacklisted: boolean;
}

export interface MemberConsent {
  status: MemberStatus;
  /** When the person confirmed by link or form; the API leaves it empty (mailchimp-api §5.4). */
  signedUpAt: Date | null;
  optedInAt: Date | null;
}

/** What was true when the two sides were last brought together; null without a history. */
export interface ConsentHistory {
  status: MemberStatus;
  optedOut: boolean;
  /** Odoo's opt-out was put there by the bridge, because of a MailChimp status (B9). */
  mirroredOptOut: boolean;
}

export interface ImportConsent {
  optOut: boolean;
  /** The opt-out only mirrors MailChimp and never travels back (B9). */
  mirrored: boolean;
}

/**
 * Whether the subscription in Odoo is to be opted out after an import (B9, B25). When in doubt the opt-out
 * wins; the blacklist is decided elsewhere and never lifted.
 */
export function decideImport(
  member: MemberConsent,
  odoo: OdooConsent,
  history: ConsentHistory | null,
): ImportConsent {
  const ownOptOut = odoo.subscription === 'out' && history?.mirroredOptOut !== true;
  if (member.status !== 'subscribed') {
    if (optedInAgainInOdoo(member, odoo, history)) return { optOut: false, mirrored: false };
    return { optOut: true, mirrored: !ownOptOut };
  }
  if (odoo.subscription === 'in') return { optOut: false, mirrored: false };
  if (odoo.subscription === 'none') return { optOut: odoo.blacklisted, mirrored: false };
  if (history === null) return { optOut: true, mirrored: false };
  if (isOwnNewSubscription(member, odoo, history)) return { optOut: false, mirrored: false };
  const mirrorGone = history.mirroredOptOut && history.status !== 'subscribed';
  return mirrorGone ? { optOut: false, mirrored: false } : { optOut: true, mirrored: history.mirroredOptOut };
}

/** Odoo's opt-out was removed since, and MailChimp has said nothing new: the opt-in in Odoo stands (B24). */
function optedInAgainInOdoo(
  member: MemberConsent,
  odoo: OdooConsent,
  history: ConsentHistory | null,
): boolean {
  if (odoo.subscription !== 'in' || odoo.blacklisted) return false;
  return history?.optedOut === true && history.status === member.status;
}

/** B25: signed up by form, or confirmed the mail of a pending subscription, later than Odoo's opt-out. */
function isOwnNewSubscription(member: MemberConsent, odoo: OdooConsent, history: ConsentHistory): boolean {
  const confirmed = history.status === 'pending' ? member.optedInAt : null;
  const ownAct = member.signedUpAt ?? confirmed;
  return ownAct !== null && odoo.optedOutAt !== null && ownAct > odoo.optedOutAt;
}
