import type { OdooValues } from '../../core/mapping/odoo-field.js';

/** One mailing contact, with its subscription on the audience's mailing list (null: not on it). */
export interface OdooContact {
  id: number;
  name: string | null;
  /** As typed by people; may be malformed or `Name <a@b>`. */
  email: string | null;
  /** Odoo's `email_normalized`, null when there is no valid address. */
  address: string | null;
  tagIds: number[];
  /** The name and the mapped fields, as read. */
  values: OdooValues;
  writtenAt: Date;
  /** As Odoo writes it. */
  createdAt: string | null;
  subscription: OdooSubscription | null;
}

export interface OdooSubscription {
  id: number;
  mailingListId: number;
  optOut: boolean;
  /** `YYYY-MM-DD HH:MM:SS`, UTC. */
  optOutDate: string | null;
  /** As Odoo writes it. */
  writtenAt: string | null;
}

/** A record of a source of people: a customer, and whatever else may be exported. */
export interface SourceRecord {
  id: number;
  name: string | null;
  address: string | null;
  tagIds: number[];
  values: OdooValues;
  writtenAt: Date;
  /** An archived one still has the address (B11), but lends no values. */
  active: boolean;
}

/** Everything Odoo knows of one address; records by id, oldest first (B15). */
export interface Person {
  address: string;
  contacts: OdooContact[];
  /** By key of their type. */
  sources: Readonly<Record<string, readonly SourceRecord[]>>;
  blacklisted: boolean;
}
