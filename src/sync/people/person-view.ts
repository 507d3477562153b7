import { addressAsTyped } from '../../core/email-address.js';
import type { SeenSubscription } from '../../consent/facts-of.js';
import type { OdooSide } from '../../core/mapping/odoo-side.js';
import { odooSide } from '../../core/mapping/odoo-side.js';
import type { MappableRecord } from '../../core/mapping/read-source.js';
import type { ObjectType } from '../../objects/object-type.js';
import { consentHolder } from '../../objects/registry.js';
import { fromOdooDate } from '../../odoo/records/odoo-date.js';
import type { OdooContact, Person, SourceRecord } from '../../odoo/people/person.js';
import type { Binding } from '../../store/binding.js';
import type { OpenAudience, OpenMapping } from '../run/audience-run.js';
import type { TagDirectory } from './tag-directory.js';

/** One person as the sync sees them: the records that stand for them, what they hold, and what Odoo says of consent. */
export interface PersonView {
  contact: OdooContact | null;
  /** By key of an object type: the record of each other type that stands for the person. */
  sources: Readonly<Record<string, SourceRecord | null>>;
  /** Keys of types of which a record has the address or is the linked one, if only an archived one (B11). */
  present: ReadonlySet<string>;
  consent: OdooConsent;
  /** Mapped values in MailChimp's form. */
  odoo: OdooSide;
  /** Tags of all records by name. */
  tags: string[];
  /** Ids of further contacts of the address: their opt-outs count and are kept in step, all else is left alone (B15). */
  otherContacts: number[];
}

/** What Odoo says of a person's consent, all contacts of the address taken together: an opt-out on any of them counts (B15). */
export interface OdooConsent {
  /** Of the audience; null in a dry run before there is one. */
  mailingListId: number | null;
  /** On that mailing list. */
  subscriptions: SeenSubscription[];
  blacklisted: boolean;
}

/** The records of a person by key of their type. */
export function recordsOf({
  contact,
  sources,
}: Pick<PersonView, 'contact' | 'sources'>): Readonly<Record<string, OdooContact | SourceRecord | null>> {
  return { [consentHolder.key]: contact, ...sources };
}

/** Which records are there, by key. */
export function hasRecords(person: Pick<PersonView, 'contact' | 'sources'>): Record<string, boolean> {
  return Object.fromEntries(Object.entries(recordsOf(person)).map(([key, record]) => [key, record !== null]));
}

/**
 * Ids of the records that stand for a person, by model, for the binding; a link of a type that the run has nothing to do
 * with stays.
 */
export function linksOf(
  types: readonly ObjectType[],
  person: Pick<PersonView, 'contact' | 'sources'>,
  known: Binding['records'] = {},
): Binding['records'] {
  const records = recordsOf(person);
  const links = new Map(Object.entries(known));
  for (const { key, model } of types) {
    const id = records[key]?.id;
    if (id === undefined) links.delete(model);
    else links.set(model, id);
  }
  return Object.fromEntries([...links].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The records a binding names, wherever their addresses went. */
export interface LinkedRecords {
  contact: OdooContact | null;
  /** By key. */
  sources: Readonly<Record<string, SourceRecord | null>>;
}

export function viewPerson(
  person: Person,
  linked: LinkedRecords,
  {
    mapping,
    tags,
    mailingListId,
  }: { mapping: OpenMapping; tags: TagDirectory } & Pick<OpenAudience, 'mailingListId'>,
): PersonView {
  const contacts = withLinked(person.contacts, linked.contact);
  const contact = linked.contact ?? chooseContact(contacts.filter(isAddressTyped));
  const sources = Object.fromEntries(
    Object.entries(person.sources).map(([key, all]) => [key, chooseSource(all, linked.sources[key] ?? null)]),
  );
  const mappable = (record: OdooContact | SourceRecord): MappableRecord => {
    return { ...record, tags: tags.names(record.tagIds) };
  };
  const records = Object.entries(recordsOf({ contact, sources })).map(
    ([key, record]) => [key, record === null ? null : mappable(record)] as const,
  );
  const others = contacts.filter(({ id }) => id !== contact?.id);
  return {
    contact,
    sources,
    present: new Set(
      Object.keys(sources).filter(
        (key) => person.sources[key]?.length !== 0 || (linked.sources[key] ?? null) !== null,
      ),
    ),
    consent: {
      mailingListId,
      subscriptions: contacts.flatMap(seenSubscription),
      blacklisted: person.blacklisted,
    },
    odoo: odooSide(mapping.mappings, Object.fromEntries(records), mapping.tools),
    tags: unique(records.flatMap(([, record]) => record?.tags ?? [])),
    otherContacts: others.map(({ id }) => id),
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
function chooseSource(records: readonly SourceRecord[], linked: SourceRecord | null): SourceRecord | null {
  return [linked, ...records].find((record) => record?.active === true) ?? null;
}

/** The subscription of a contact as consent sees it. */
function seenSubscription({ id: contactId, createdAt, subscription }: OdooContact): SeenSubscription[] {
  if (subscription === null) return [];
  const { id, mailingListId, optOut, optOutDate, writtenAt } = subscription;
  const optedOutAt = optOutDate === null ? null : fromOdooDate(optOutDate).getTime();
  return [{ id, contactId, mailingListId, contactCreated: createdAt, writtenAt, optOut, optedOutAt }];
}

function unique(names: readonly string[]): string[] {
  return [...new Map(names.map((name) => [name.trim().toLowerCase(), name])).values()];
}
