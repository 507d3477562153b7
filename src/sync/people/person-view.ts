import type { OdooConsent } from '../../core/consent/decide-import.js';
import type { MappableRecord } from '../../core/mapping/odoo-values.js';
import { fromOdooDate } from '../../odoo/records/odoo-date.js';
import type { OdooContact, OdooCustomer, Person } from '../../odoo/people/person.js';

/** One person as the sync sees them: the records that stand for them, and what Odoo says of their consent. */
export interface PersonView {
  contact: OdooContact | null;
  customer: OdooCustomer | null;
  /** A customer has the address, if only an archived one (B11). */
  isCustomer: boolean;
  consent: OdooConsent;
}

/**
 * @param linked the contact the binding names, wherever its address went
 */
export function viewPerson(person: Person, linked: OdooContact | null): PersonView {
  const contacts = withLinked(person.contacts, linked);
  return {
    contact: linked ?? chooseContact(contacts),
    customer: person.customers.find(({ active }) => active) ?? null,
    isCustomer: person.customers.length > 0,
    consent: consentOf(contacts, person.blacklisted),
  };
}

function withLinked(contacts: OdooContact[], linked: OdooContact | null): OdooContact[] {
  if (linked === null || contacts.some(({ id }) => id === linked.id)) return contacts;
  return [linked, ...contacts];
}

/** B15: the one subscribed to the mailing list, else the oldest. */
function chooseContact(contacts: readonly OdooContact[]): OdooContact | null {
  return contacts.find(({ subscription }) => subscription !== null) ?? contacts[0] ?? null;
}

/** B15: an opt-out on any contact of the address counts, and the latest one dates it. */
function consentOf(contacts: readonly OdooContact[], blacklisted: boolean): OdooConsent {
  const subscriptions = contacts.flatMap(({ subscription }) => (subscription === null ? [] : [subscription]));
  const optedOut = subscriptions.filter(({ optOut }) => optOut);
  const dates = optedOut.flatMap(({ optOutDate }) => (optOutDate === null ? [] : [fromOdooDate(optOutDate)]));
  const latest = dates.reduce<Date | null>(
    (last, date) => (last === null || date > last ? date : last),
    null,
  );
  if (optedOut.length > 0) return { subscription: 'out', optedOutAt: latest, blacklisted };
  return { subscription: subscriptions.length > 0 ? 'in' : 'none', optedOutAt: null, blacklisted };
}

/** A customer's address is its normalised one: the typed one may be anything. */
export function mappable(customer: OdooCustomer | null): MappableRecord | null {
  return customer === null ? null : { name: customer.name, email: customer.address };
}
