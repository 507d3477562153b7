import { addressAsTyped } from '../../core/email-address.js';
import type { OdooConsent } from '../../core/consent/decide-import.js';
import type { OdooSide } from '../../core/mapping/odoo-side.js';
import { odooSide } from '../../core/mapping/odoo-side.js';
import type { MappableRecord } from '../../core/mapping/read-source.js';
import { consentHolder, usualSource } from '../../objects/registry.js';
import { fromOdooDate } from '../../odoo/records/odoo-date.js';
import type { OdooContact, OdooCustomer, OdooSubscription, Person } from '../../odoo/people/person.js';
import type { Binding } from '../../store/binding.js';
import type { RunMapping } from '../sync-context.js';
import type { TagDirectory } from './tag-directory.js';

/** One person as the sync sees them: the records that stand for them, what they hold, and what Odoo says of consent. */
export interface PersonView {
  contact: OdooContact | null;
  customer: OdooCustomer | null;
  /** A customer has the address or is the linked one, if only an archived one (B11). */
  isCustomer: boolean;
  consent: OdooConsent;
  /** Mapped values in MailChimp's form. */
  odoo: OdooSide;
  /** Tags of contact and customer by name. */
  tags: string[];
  /** Ids of further contacts of the address: their opt-outs count and are kept in step, all else is left alone (B15). */
  otherContacts: number[];
  /** Theirs, on the mailing list of the audience. */
  otherSubscriptions: OdooSubscription[];
}

/** Ids of the records that stand for a person, by model, for the binding. */
export function linksOf({ contact, customer }: Pick<PersonView, 'contact' | 'customer'>): Binding['records'] {
  return {
    ...(contact === null ? {} : { [consentHolder.model]: contact.id }),
    ...(customer === null ? {} : { [usualSource.model]: customer.id }),
  };
}

/** The records a binding names, wherever their addresses went. */
export interface LinkedRecords {
  contact: OdooContact | null;
  customer: OdooCustomer | null;
}

export function viewPerson(
  person: Person,
  linked: LinkedRecords,
  { mapping, tags }: { mapping: RunMapping; tags: TagDirectory },
): PersonView {
  const contacts = withLinked(person.contacts, linked.contact);
  const contact = linked.contact ?? chooseContact(contacts.filter(isAddressTyped));
  const customer = chooseCustomer(person.customers, linked.customer);
  const mappable = (record: OdooContact | OdooCustomer | null): MappableRecord | null =>
    record === null ? null : { ...record, tags: tags.names(record.tagIds) };
  const others = contacts.filter(({ id }) => id !== contact?.id);
  const records = { contact: mappable(contact), customer: mappable(customer) };
  return {
    contact,
    customer,
    isCustomer: person.customers.length > 0 || linked.customer !== null,
    consent: consentOf(contacts, person.blacklisted),
    odoo: odooSide(mapping.mappings, records, mapping.tools),
    tags: unique([...(records.contact?.tags ?? []), ...(records.customer?.tags ?? [])]),
    otherContacts: others.map(({ id }) => id),
    otherSubscriptions: others.flatMap(({ subscription }) => subscription ?? []),
  };
}

function withLinked(contacts: OdooContact[], linked: OdooContact | null): OdooContact[] {
  if (linked === null || contacts.some(({ id }) => id === linked.id)) return contacts;
  return [linked, ...contacts];
}

/** B55: a field out of which Odoo makes an address that isn't written there counts for consent, and is not touched. */
function isAddressTyped({ email, address }: OdooContact): boolean {
  return addressAsTyped(email, address) !== null;
}

/** B15: the one subscribed to the mailing list, else the oldest. */
function chooseContact(contacts: readonly OdooContact[]): OdooContact | null {
  return contacts.find(({ subscription }) => subscription !== null) ?? contacts[0] ?? null;
}

/** The linked one, else the oldest; never an archived one. */
function chooseCustomer(
  customers: readonly OdooCustomer[],
  linked: OdooCustomer | null,
): OdooCustomer | null {
  return [linked, ...customers].find((customer) => customer?.active === true) ?? null;
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

function unique(names: readonly string[]): string[] {
  return [...new Map(names.map((name) => [name.trim().toLowerCase(), name])).values()];
}
