import type { MemberStatus } from './member-status.js';

/**
 * How a person stood when both sides were last brought together.
 * `in`: may be mailed. `own`: opted out, and it was not MailChimp that said so first. `mirror`: opted out in Odoo only
 * because of a MailChimp status (B9). `reopened`: opted in again in Odoo, while MailChimp still holds the opt-out (B24).
 */
export type Standing = 'in' | 'own' | 'mirror' | 'reopened';

/** A subscription as it was last seen or written. */
export interface LedgerRow {
  /** Null: the bridge made it and has not seen it since, or a store of 0.1.0 knew of it. It proves no opt-in (B46). */
  subscriptionId: number | null;
  contactId: number;
  mailingListId: number;
  /** `create_date` of the contact as Odoo writes it: a restored database uses ids again. */
  contactCreated: string | null;
  /** `write_date` of the subscription when it was last seen, as Odoo writes it: it never goes back but in a restored database. */
  writtenAt: string | null;
  standing: Standing;
  /**
   * Date of the opt-out as it was last seen or written, in ms since 1970 by Odoo's clock; null of one that is opted in, or
   * where it isn't known. With another date somebody has opted out anew.
   */
  optedOutAt: number | null;
  /** Announced before it was made: that it is not there proves nothing. */
  isForetold: boolean;
}

/** What was last seen of one member's consent, on each side and on which row. */
export interface LedgerEntry {
  status: MemberStatus;
  /** Dates in ms since 1970, by MailChimp's clock. */
  lastChanged: number;
  /** The last sign-up by form that was seen. */
  signedUpAt: number | null;
  /** The last opt-in (a confirmation, or a write of the API) that was seen. */
  optedInAt: number | null;
  rows: LedgerRow[];
  /** The person's own opt-out is known, and its subscription is gone or never was one (the blacklist). */
  ownWithoutRow: boolean;
  /** They were on the mailing list, and somebody took them off it in Odoo (B48). */
  takenOut: boolean;
  /**
   * The member is cleaned, and was subscribed with no opt-out of the person's when that was first seen: the address
   * bounced, and nobody has left (B49).
   */
  bounced: boolean;
}
