import type { FieldValues } from './field-value.js';

/**
 * What each side held when the two were last brought together: the base of the three-way merge (B6). The
 * sides are kept apart because a converted value need not convert back to itself (`Ana Maria | Sousa` becomes
 * the Odoo name `Ana Maria Sousa`, which reads as `Ana | Maria Sousa`); a side has changed when it differs
 * from its own base, never from the other side's. A value that is not there has yet to be carried from that side.
 */
export interface SyncBase {
  odoo: FieldValues;
  mailchimp: FieldValues;
  /** Managed tag names both sides had. */
  tags: string[];
  /** By model, the address of a source of people when it last named the member's, lower case: only a change of it renames (B17). */
  sourceAddresses?: Readonly<Record<string, string>> | undefined;
}
