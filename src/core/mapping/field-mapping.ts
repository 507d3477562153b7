import type { FieldPolicy } from '../merge/merge-field.js';
import type { OdooField } from './odoo-field.js';

export type NamePart = 'first' | 'last' | 'full';

/** Where a value lives on an Odoo record (B4). */
export type OdooSource =
  | { kind: 'name'; part: NamePart }
  | { kind: 'email' }
  | { kind: 'constant'; value: string }
  /** A field, or one reached through many2one fields: `country_id.code`. */
  | { kind: 'path'; path: readonly OdooField[] }
  /** Street, city, state, ZIP and country taken together (B5). */
  | { kind: 'address' }
  /** An Odoo tag the person has or doesn't have. */
  | { kind: 'category'; name: string };

/** What a value is in MailChimp. */
export type MergeTarget =
  | {
      kind: 'merge_field';
      tag: string;
      /** `text`, `number`, `address`, … (mailchimp-api §5.6) */
      type: string;
      required: boolean;
      /** Of a radio or dropdown field. */
      choices: readonly string[];
      /** Of a birthday field: `MM/DD` or `DD/MM`. */
      dateFormat: string | null;
      /** Order of day and month in a text of Odoo's; null where there is none, or nobody says. */
      textFormat: string | null;
      /** Of a phone field: `US`, `International` or `none`. */
      phoneFormat: string | null;
    }
  | { kind: 'interest'; id: string }
  | { kind: 'permission'; id: string };

/** One line of an audience's mapping, held against both schemas. */
export interface FieldMapping extends FieldPolicy {
  /** In `FieldValues`. */
  key: string;
  target: MergeTarget;
  /**
   * By key of an object type, in the order in which a value is looked for (B6): `contact`, `customer` …; null where it has
   * no such field.
   */
  sources: Readonly<Record<string, OdooSource | null>>;
}

export const interestKey = (id: string): string => `interest:${id}`;
export const permissionKey = (id: string): string => `permission:${id}`;
