import type { MemberStatus } from './member-status.js';

/** A merge field's value as both sides can hold it; empty is `''`. */
export type FieldValue = string | number | Record<string, string>;
export type FieldValues = Record<string, FieldValue>;

/**
 * What each side held when the two were last brought together: the base of the three-way merge (B6). The
 * sides are kept apart because a converted value need not convert back to itself (`Ana Maria | Sousa` becomes
 * the Odoo name `Ana Maria Sousa`, which reads as `Ana | Maria Sousa`); a side has changed when it differs
 * from its own base, never from the other side's.
 */
export interface SyncBase {
  /** The address, lower case. */
  email: string;
  /** The member's status. */
  status: MemberStatus;
  /** By merge tag, as read from Odoo. */
  odoo: FieldValues;
  /** By merge tag, as read from MailChimp. */
  mailchimp: FieldValues;
  /** Tag names both sides had. */
  tags: string[];
  /** Whether Odoo said opted out (subscription or blacklist). */
  optedOut: boolean;
}
