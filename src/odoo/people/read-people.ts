import { z } from 'zod';
import { consentHolderModel } from '../../core/consent-holder.js';
import { groupBy } from '../../support/group-by.js';
import type { OdooSession } from '../connect.js';
import { char, dateTime, ids, many2one } from '../records/field-types.js';
import { searchRead } from '../records/search-read.js';
import { byAddress } from './by-address.js';
import type { ConsentLook } from './consent-look.js';
import { askedByAddress, type PeopleSources } from './people-sources.js';
import type { OdooContact, OdooSubscription, Person, SourceRecord } from './person.js';
import type { SourceQuery } from './source-records.js';

export interface PeopleQuery {
  addresses: readonly string[];
  /** Contacts to read whatever their address is now: the linked ones. */
  contactIds: readonly number[];
  /** Null when the mailing list doesn't exist yet (a dry run). */
  mailingListId: number | null;
  /** Mapped fields of contacts to read besides. */
  contactFields: readonly string[];
  sources: readonly SourceQuery[];
  /** At the consent of these people, just before. */
  look?: ConsentLook | undefined;
}

export interface People {
  byAddress(address: string): Person;
  byContactId(id: number): OdooContact | null;
  /** @param key of its type */
  bySourceId(key: string, id: number): SourceRecord | null;
}

type ContactRow = Omit<OdooContact, 'subscription'>;

const contactRow = z
  .looseObject({
    id: z.number(),
    name: char,
    email: char,
    email_normalized: char,
    tag_ids: ids,
    write_date: dateTime,
    create_date: char,
  })
  .transform((row): ContactRow => {
    const { id, name, email, tag_ids: tagIds, write_date: writtenAt, create_date: createdAt } = row;
    const address = row.email_normalized?.toLowerCase() ?? null;
    return { id, name, email, address, tagIds, writtenAt, createdAt, values: row };
  });

/**
 * Everything Odoo knows of these addresses, however many they are (≤ 1000 at a time), in three calls and one more for each
 * source of people; after a look at their consent in one, and one for each source.
 */
export async function readPeople(
  odoo: OdooSession,
  query: PeopleQuery,
  sources: PeopleSources = askedByAddress(odoo.transport),
): Promise<People> {
  const [contactRows, found, blacklisted] = await Promise.all([
    readContacts(odoo, query),
    Promise.all(query.sources.map((source) => sources.records(source, query.addresses))),
    blacklistedOf(query, sources),
  ]);
  const ids = contactRows.map(({ id }) => id);
  const subscriptions =
    subscriptionsOf(query.look, ids) ?? (await readSubscriptions(odoo, query.mailingListId, ids));
  const contacts = contactRows.map((row) => ({ ...row, subscription: subscriptions.get(row.id) ?? null }));
  const contactsById = new Map(contacts.map((contact) => [contact.id, contact]));
  const contactsByAddress = groupBy(contacts, ({ address }) => address);
  const records = query.sources.map(({ type: { key } }, index) => {
    const all = found[index] ?? [];
    const byId = new Map(all.map((record) => [record.id, record]));
    return { key, byId, byAddress: groupBy(all, ({ address }) => address) };
  });
  return {
    byContactId: (id) => contactsById.get(id) ?? null,
    bySourceId: (key, id) => records.find((one) => one.key === key)?.byId.get(id) ?? null,
    byAddress: (address) => ({
      address,
      contacts: contactsByAddress.get(address) ?? [],
      sources: Object.fromEntries(records.map(({ key, byAddress }) => [key, byAddress.get(address) ?? []])),
      blacklisted: blacklisted.has(address),
    }),
  };
}

function readContacts(odoo: OdooSession, query: PeopleQuery): Promise<ContactRow[]> {
  const addressed = byAddress('email_normalized', query.addresses);
  const domain =
    query.contactIds.length === 0 ? addressed : ['|', ['id', 'in', query.contactIds], ...addressed];
  return searchRead(odoo.transport, {
    model: consentHolderModel,
    domain,
    fields: [
      'name',
      'email',
      'email_normalized',
      'tag_ids',
      'write_date',
      'create_date',
      ...query.contactFields,
    ],
    row: contactRow,
    order: 'id',
  });
}

async function blacklistedOf(
  { addresses, look }: PeopleQuery,
  sources: PeopleSources,
): Promise<ReadonlySet<string>> {
  if (look === undefined || addresses.some((address) => look.isBlacklisted(address) === undefined))
    return sources.blacklisted(addresses);
  return new Set(addresses.filter((address) => look.isBlacklisted(address)));
}

/** Null where one of the contacts was not looked at. */
function subscriptionsOf(
  look: ConsentLook | undefined,
  contactIds: readonly number[],
): Map<number, OdooSubscription> | null {
  const found = new Map<number, OdooSubscription>();
  for (const id of contactIds) {
    const subscription = look?.subscriptionOf(id);
    if (subscription === undefined) return null;
    if (subscription !== null) found.set(id, subscription);
  }
  return found;
}

async function readSubscriptions(
  odoo: OdooSession,
  mailingListId: number | null,
  contactIds: readonly number[],
): Promise<Map<number, OdooSubscription>> {
  if (mailingListId === null || contactIds.length === 0) return new Map();
  const { subscriptionModel, optOutDate } = odoo.capabilities;
  const row = z
    .object({
      id: z.number(),
      contact_id: many2one,
      opt_out: z.boolean(),
      write_date: char,
      [optOutDate]: char,
    })
    .transform((raw) => ({
      contactId: raw.contact_id as number | null,
      subscription: {
        id: raw.id as number,
        mailingListId,
        optOut: raw.opt_out as boolean,
        optOutDate: raw[optOutDate] as string | null,
        writtenAt: raw.write_date as string | null,
      },
    }));
  const rows = await searchRead(odoo.transport, {
    model: subscriptionModel,
    domain: [
      ['list_id', '=', mailingListId],
      ['contact_id', 'in', contactIds],
    ],
    fields: ['contact_id', 'opt_out', optOutDate, 'write_date'],
    row,
  });
  return new Map(rows.flatMap((row) => (row.contactId === null ? [] : [[row.contactId, row.subscription]])));
}
