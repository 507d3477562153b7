import { z } from 'zod';
import type { ObjectType } from '../../objects/object-type.js';
import { consentHolder, isSource } from '../../objects/registry.js';
import { personFields, personOf } from '../../odoo/people/source-records.js';
import { subscriberHash } from '../../mailchimp/subscriber-hash.js';
import { char } from '../../odoo/records/field-types.js';
import { readRecords } from '../../odoo/records/read-records.js';
import { contactOf, type Binding } from '../../store/binding.js';
import type { AudienceRun } from '../sync-context.js';
import { sortSubscriptions, subscriptionFeed, type ChangedSubscription } from './changed-subscriptions.js';
import { readFeed, type Feed, type FeedChanges } from './read-feed.js';

/** Whom Odoo's changes are about, as far as they are members of the audience. */
export interface OdooChanges {
  /** The feeds are read for the first time: everyone counts as changed. */
  isFirst: boolean;
  /** Mailing contacts of members, linked to them or with their address. */
  contactIds: number[];
  /** Blacklisted addresses of members that have no mailing contact. */
  blacklisted: string[];
  /** Every address a change was about, member or not. */
  addresses: string[];
  /** Every record a change was about, by model; contacts by way of their subscriptions, too. */
  recordIds: ReadonlyMap<string, ReadonlySet<number>>;
  /** To be called when all of it has been dealt with. */
  commit(): Promise<void>;
}

interface ChangedRecord {
  id: number;
  /** Null when it has no valid one. */
  address: string | null;
}

const blacklistRow = z
  .object({ email: char })
  .transform(({ email }) => ({ address: email?.toLowerCase() ?? null }));

/** What changed in Odoo of contacts, subscriptions, sources of people and the blacklist since it was last dealt with (B20, B25). */
export async function odooChanges(run: AudienceRun): Promise<OdooChanges> {
  const { mailingListId } = run;
  const { subscriptionModel } = run.odoo.capabilities;
  const types = run.types.filter(({ model }) => isSource(model));
  const [contacts, subscriptions, sources, blacklist] = await Promise.all([
    readFeed(run, recordFeed(consentHolder, [['list_ids', 'in', [mailingListId]]])),
    readFeed(run, {
      ...feed('subscriptions', subscriptionModel, [['list_id', '=', mailingListId]]),
      ...(await subscriptionFeed(run)),
    }),
    Promise.all(types.map((type) => readFeed(run, recordFeed(type, [[type.fields.email, '!=', false]])))),
    readFeed(run, { ...feed('blacklist', 'mail.blacklist', []), fields: ['email'], row: blacklistRow }),
  ]);
  const { opened, unshown } = await sortSubscriptions(run, subscriptions.rows ?? []);
  const changed = types.map(({ model }, index) => ({ model, rows: sources[index]?.rows ?? [] }));
  const changes = { contacts, subscriptions: opened, sources: changed, blacklist };
  const bindings = await bindingsOf(run, changes);
  const linked = bindings.flatMap((binding) => contactOf(binding) ?? []);
  const contactIds = [...linked, ...(await unlinkedOfMembers(run, changes, linked))];
  return {
    isFirst: contacts.rows === null,
    contactIds: [...new Set(contactIds)],
    blacklisted: orphans(bindings, blacklist.rows ?? []),
    addresses: [...new Set(addressesOf(changes))],
    recordIds: new Map([
      [consentHolder.model, new Set(contactIdsOf(changes))],
      ...changed.map(({ model, rows }) => [model, new Set(rows.map(({ id }) => id))] as const),
    ]),
    async commit() {
      await run.store.bindings.markAddon(run.audience.id, unshown, 'due');
      for (const { commit } of [contacts, subscriptions, ...sources, blacklist]) await commit();
    },
  };
}

function feed(
  name: string,
  model: string,
  domain: readonly unknown[],
): Pick<Feed<never>, 'name' | 'model' | 'domain'> {
  return { name, model, domain };
}

function recordFeed(type: ObjectType, domain: readonly unknown[]): Feed<ChangedRecord> {
  const row = z.looseObject({ id: z.number() }).transform((each) => {
    return { id: each.id, address: personOf(type, each).address };
  });
  return { ...feed(type.feed.name, type.model, domain), fields: personFields(type), row };
}

interface AllChanges {
  contacts: FeedChanges<ChangedRecord>;
  subscriptions: readonly ChangedSubscription[];
  sources: readonly { model: string; rows: readonly ChangedRecord[] }[];
  blacklist: FeedChanges<{ address: string | null }>;
}

function addressesOf({ contacts, sources, blacklist }: AllChanges): string[] {
  const rows = [...(contacts.rows ?? []), ...sources.flatMap((one) => one.rows), ...(blacklist.rows ?? [])];
  return rows.flatMap(({ address }) => address ?? []);
}

function contactIdsOf({ contacts, subscriptions }: AllChanges): number[] {
  return [
    ...(contacts.rows ?? []).map(({ id }) => id),
    ...subscriptions.flatMap(({ contactId }) => contactId ?? []),
  ];
}

async function bindingsOf({ store, audience }: AudienceRun, changes: AllChanges): Promise<Binding[]> {
  const found = await Promise.all([
    store.bindings.byRecords(audience.id, consentHolder.model, [...new Set(contactIdsOf(changes))]),
    ...changes.sources.map(({ model, rows }) =>
      store.bindings.byRecords(
        audience.id,
        model,
        rows.map(({ id }) => id),
      ),
    ),
    store.bindings.byHashes(audience.id, [...new Set(addressesOf(changes))].map(subscriberHash)),
  ]);
  return [...new Map(found.flat().map((binding) => [binding.memberId, binding])).values()];
}

/**
 * Changed contacts that have a member's address and are not linked to it, as one made anew for one that was deleted: an
 * opt-out there counts, too (B15, B25).
 */
async function unlinkedOfMembers(
  { odoo, store, audience }: AudienceRun,
  changes: AllChanges,
  linked: readonly number[],
): Promise<number[]> {
  const isLinked = new Set(linked);
  const ids = [...new Set(contactIdsOf(changes))].filter((id) => !isLinked.has(id));
  if (ids.length === 0) return [];
  const hashes = new Map(
    (changes.contacts.rows ?? []).flatMap(({ id, address }) =>
      address === null ? [] : [[id, subscriberHash(address)]],
    ),
  );
  const others = ids.filter((id) => !hashes.has(id));
  const read = await readRecords(odoo.transport, consentHolder.model, others, ['email_normalized']);
  for (const [id, { email_normalized: address }] of read)
    if (typeof address === 'string') hashes.set(id, subscriberHash(address));
  const found = await store.bindings.byHashes(audience.id, [...new Set(hashes.values())]);
  const members = new Set(found.map(({ subscriberHash: hash }) => hash));
  return ids.filter((id) => members.has(hashes.get(id) ?? ''));
}

/** B25: an address on the blacklist is opted out of the audience, whether Odoo has a contact for it or not. */
function orphans(bindings: readonly Binding[], rows: readonly { address: string | null }[]): string[] {
  const listed = new Set(rows.map(({ address }) => address));
  return bindings
    .filter((binding) => contactOf(binding) === null && listed.has(binding.email))
    .map(({ email }) => email);
}
