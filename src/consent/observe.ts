import { z } from 'zod';
import { consentHolderModel } from '../core/consent-holder.js';
import { byAddress } from '../odoo/people/by-address.js';
import { char, many2one } from '../odoo/records/field-types.js';
import { fromOdooDate } from '../odoo/records/odoo-date.js';
import { readRows, type OddRow } from '../odoo/records/read-rows.js';
import { groupBy } from '../support/group-by.js';
import type { ConsentPerson } from './consent-person.js';
import type { ConsentRun } from './consent-run.js';
import type { RowWriter, SeenSubscription } from './facts-of.js';

export interface ObservedConsent {
  /** Of the address, and those that belong to the person anyway, as far as they are there. */
  contactIds: number[];
  subscriptions: SeenSubscription[];
  blacklisted: boolean;
}

interface Contact {
  id: number;
  address: string | null;
  created: string | null;
}

const contactRow = z
  .object({ id: z.number(), email_normalized: char, create_date: char })
  .transform((row): Contact => ({
    id: row.id,
    address: row.email_normalized?.toLowerCase() ?? null,
    created: row.create_date,
  }));

/**
 * What Odoo says of the consent of these people, in three calls: contacts, their subscriptions on the mailing list, the
 * blacklist. No field that a mapping names is read, so that none can spoil it.
 */
export async function observe(
  run: ConsentRun,
  people: readonly Pick<ConsentPerson, 'email' | 'contactId'>[],
): Promise<{ people: ObservedConsent[]; odd: OddRow[] }> {
  if (people.length === 0) return { people: [], odd: [] };
  const addresses = [...new Set(people.map(({ email }) => email.toLowerCase()))];
  const [contacts, blacklisted] = await Promise.all([
    readContacts(run, addresses, [...new Set(people.flatMap(({ contactId }) => contactId ?? []))]),
    run.people.blacklisted(addresses),
  ]);
  const subscriptions = await readSubscriptions(run, contacts.rows);
  const byContact = groupBy(subscriptions.rows, ({ contactId }) => contactId);
  const ofPerson = contactsOf(contacts.rows);
  const observed = people.map(({ email, contactId }): ObservedConsent => {
    const address = email.toLowerCase();
    const contactIds = ofPerson(address, contactId);
    return {
      contactIds,
      subscriptions: contactIds.flatMap((id) => byContact.get(id) ?? []),
      blacklisted: blacklisted.has(address),
    };
  });
  return { people: observed, odd: [...contacts.odd, ...subscriptions.odd] };
}

/** Those with the address, and the linked one whatever its address is now. */
function contactsOf(rows: readonly Contact[]): (address: string, linked: number | null) => number[] {
  const there = new Set(rows.map(({ id }) => id));
  const ofAddress = groupBy(rows, ({ address }) => address);
  return (address, linked) => {
    const ids = (ofAddress.get(address) ?? []).map(({ id }) => id);
    return [...new Set(linked !== null && there.has(linked) ? [linked, ...ids] : ids)];
  };
}

function readContacts(
  { odoo }: ConsentRun,
  addresses: readonly string[],
  contactIds: readonly number[],
): Promise<{ rows: Contact[]; odd: OddRow[] }> {
  const addressed = byAddress('email_normalized', addresses);
  return readRows(odoo.transport, {
    model: consentHolderModel,
    domain: contactIds.length === 0 ? addressed : ['|', ['id', 'in', contactIds], ...addressed],
    fields: ['email_normalized', 'create_date'],
    row: contactRow,
    order: 'id',
  });
}

/** Who it was only tells how something came about, and spoils no row (B45). */
const writer = z
  .tuple([z.number(), z.string()])
  .transform(([id, name]): RowWriter => ({ id, name }))
  .nullable()
  .catch(null);

/** Of the mailing list, as they are now. */
export async function readSubscriptions(
  { odoo, mailingListId }: ConsentRun,
  contacts: readonly Contact[],
): Promise<{ rows: SeenSubscription[]; odd: OddRow[] }> {
  if (mailingListId === null || contacts.length === 0) return { rows: [], odd: [] };
  const { subscriptionModel, optOutDate } = odoo.capabilities;
  const created = new Map(contacts.map(({ id, created: date }) => [id, date]));
  const row = z
    .object({ id: z.number(), contact_id: many2one, opt_out: z.boolean(), write_uid: writer })
    .extend({ [optOutDate]: char.catch(null), write_date: char.catch(null) })
    .transform((raw): SeenSubscription[] => {
      const contactId = raw.contact_id as unknown as number | null;
      const date = raw[optOutDate] as string | null;
      if (contactId === null) return [];
      return [
        {
          id: raw.id as unknown as number,
          contactId,
          mailingListId,
          contactCreated: created.get(contactId) ?? null,
          writtenAt: raw.write_date as string | null,
          optOut: raw.opt_out as unknown as boolean,
          optedOutAt: date === null ? null : fromOdooDate(date).getTime(),
          writtenBy: raw.write_uid as unknown as RowWriter | null,
        },
      ];
    });
  const read = await readRows(odoo.transport, {
    model: subscriptionModel,
    domain: [
      ['list_id', '=', mailingListId],
      ['contact_id', 'in', contacts.map(({ id }) => id)],
    ],
    fields: ['contact_id', 'opt_out', optOutDate, 'write_date', 'write_uid'],
    row,
  });
  return { rows: read.rows.flat(), odd: read.odd };
}
