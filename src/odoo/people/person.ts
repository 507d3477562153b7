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
  subscription: OdooSubscription | null;
}

export interface OdooSubscription {
  id: number;
  optOut: boolean;
  /** `YYYY-MM-DD HH:MM:SS`, UTC. */
  optOutDate: string | null;
}

export interface OdooCustomer {
  id: number;
  name: string | null;
  address: string | null;
  tagIds: number[];
  values: OdooValues;
  writtenAt: Date;
  /** An archived customer still has the address (B11), but lends no values. */
  active: boolean;
}

/** Everything Odoo knows of one address; contacts and customers by id, oldest first (B15). */
export interface Person {
  address: string;
  contacts: OdooContact[];
  customers: OdooCustomer[];
  blacklisted: boolean;
}
