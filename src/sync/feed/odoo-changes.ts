import { z } from 'zod';
import type { ObjectType } from '../../objects/object-type.js';
import { consentHolder, isSource } from '../../objects/registry.js';
import { personFields, personOf } from '../../odoo/people/source-records.js';
import { subscriberHash } from '../../mailchimp/subscriber-hash.js';
import { char } from '../../odoo/records/field-types.js';
import { readRecords } from '../../odoo/records/read-records.js';
import { contactOf, type Binding } from '../../store/binding.js';
import type { BridgeError } from '../../support/errors.js';
import { unlessBroken } from '../consent/unless-broken.js';
import type { OpenAudience } from '../run/audience-run.js';
import { sortSubscriptions, subscriptionFeed, type ChangedSubscription } from './changed-subscriptions.js';
import { readFeed, type Feed, type FeedChanges } from './read-feed.js';

/** Whom Odoo's changes are about, as far as they are members of the audience. */
export interface OdooChanges {
  /** The feeds are read for the first time: everyone counts as changed. */
  isFirst: boolean;
  /** Mailing contacts of members, linked to them or with their address. */
  contactIds: number[];
  /** All members the changes are about, those without a mailing contact as well. */
  members: Binding[];
  /** Every address a change was about, member or not. */
  addresses: string[];
  /** Every record a change was about, by model; contacts by way of their subscriptions, too. */
  recordIds: ReadonlyMap<string, ReadonlySet<number>>;
  /** Why records could not be read: then this is about subscriptions and the blacklist only (B45). */
  broken: BridgeError | null;
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

const noRows: FeedChanges<ChangedRecord> = { rows: [], commit: () => Promise.resolve() };

/** What changed in Odoo of subscriptions and the blacklist. */
export interface ConsentFeeds {
  /** They are read for the first time: everyone counts as changed. */
  isFirst: boolean;
  subscriptions: readonly ChangedSubscription[];
  blacklist: readonly { address: string | null }[];
  /** To be called when all of it has been dealt with. */
  commit(): Promise<void>;
}

/** What changed in Odoo of subscriptions and the blacklist since it was last dealt with (B25). */
export async function readConsentFeeds(run: OpenAudience): Promise<ConsentFeeds> {
  const { mailingListId } = run;
  const { subscriptionModel } = run.odoo.capabilities;
  const [subscriptions, blacklist] = await Promise.all([
    readFeed(run, {
      ...feed('subscriptions', subscriptionModel, [['list_id', '=', mailingListId]]),
      optOut: ['opt_out', '=', true],
      ...(await subscriptionFeed(run)),
    }),
    readFeed(run, {
      ...feed('blacklist', 'mail.blacklist', []),
      optOut: ['active', '=', true],
      fields: ['email'],
      row: blacklistRow,
    }),
  ]);
  const { opened, unshown } = await sortSubscriptions(run, subscriptions.rows ?? []);
  return {
    isFirst: subscriptions.rows === null,
    subscriptions: opened,
    blacklist: blacklist.rows ?? [],
    async commit() {
      await run.store.bindings.markAddon(run.audience.id, unshown, 'due');
      for (const { commit } of [subscriptions, blacklist]) await commit();
    },
  };
}

/** The members these subscriptions and addresses on the blacklist are about. */
export async function membersOfFeeds(
  run: OpenAudience,
  { subscriptions, blacklist }: ConsentFeeds,
): Promise<Binding[]> {
  const changes = { contacts: noRows, sources: [], subscriptions, blacklist };
  const bindings = await bindingsOf(run, changes);
  const linked = bindings.flatMap((binding) => contactOf(binding) ?? []);
  return unique([...bindings, ...(await unlinkedOfMembers(run, changes, linked)).members]);
}

/**
 * What changed in Odoo of contacts, subscriptions, customers and the blacklist since it was last dealt with (B20, B25). Where
 * contacts or customers can't be read, what the others say of consent is there all the same (B45).
 */
export async function odooChanges(run: OpenAudience): Promise<OdooChanges> {
  let records: RecordFeeds = { contacts: noRows, sources: [] };
  const [consent, broken] = await Promise.all([
    readConsentFeeds(run),
    unlessBroken(async () => {
      records = await readRecordFeeds(run);
    }),
  ]);
  const { contacts, sources } = records;
  const { subscriptions, blacklist } = consent;
  const changed = sources.map(({ model, rows }) => ({ model, rows: rows ?? [] }));
  const changes = { contacts, sources: changed, subscriptions, blacklist };
  const bindings = await bindingsOf(run, changes);
  const linked = bindings.flatMap((binding) => contactOf(binding) ?? []);
  const unlinked = await unlinkedOfMembers(run, changes, linked);
  return {
    isFirst: broken === null ? contacts.rows === null : consent.isFirst,
    contactIds: [...new Set([...linked, ...unlinked.contactIds])],
    members: unique([...bindings, ...unlinked.members]),
    addresses: [...new Set(addressesOf(changes))],
    recordIds: new Map([
      [consentHolder.model, new Set(contactIdsOf(changes))],
      ...changed.map(({ model, rows }) => [model, new Set(rows.map(({ id }) => id))] as const),
    ]),
    broken,
    async commit() {
      for (const { commit } of [consent, contacts, ...sources]) await commit();
    },
  };
}

interface RecordFeeds {
  contacts: FeedChanges<ChangedRecord>;
  sources: (FeedChanges<ChangedRecord> & { model: string })[];
}

async function readRecordFeeds(run: OpenAudience): Promise<RecordFeeds> {
  const types = run.types.filter(({ model }) => isSource(model));
  const [contacts, sources] = await Promise.all([
    readFeed(run, recordFeed(consentHolder, [['list_ids', 'in', [run.mailingListId]]])),
    Promise.all(
      types.map(async (type) => ({
        model: type.model,
        ...(await readFeed(run, recordFeed(type, [[type.fields.email, '!=', false]]))),
      })),
    ),
  ]);
  return { contacts, sources };
}

const unique = (bindings: readonly Binding[]): Binding[] => [
  ...new Map(bindings.map((binding) => [binding.memberId, binding])).values(),
];

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
  blacklist: readonly { address: string | null }[];
}

function addressesOf({ contacts, sources, blacklist }: AllChanges): string[] {
  const rows = [...(contacts.rows ?? []), ...sources.flatMap((one) => one.rows), ...blacklist];
  return rows.flatMap(({ address }) => address ?? []);
}

function contactIdsOf({ contacts, subscriptions }: AllChanges): number[] {
  return [
    ...(contacts.rows ?? []).map(({ id }) => id),
    ...subscriptions.flatMap(({ contactId }) => contactId ?? []),
  ];
}

async function bindingsOf({ store, audience }: OpenAudience, changes: AllChanges): Promise<Binding[]> {
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
  return unique(found.flat());
}

/**
 * Changed contacts that have a member's address and are not linked to it, as one made anew for one that was deleted: an
 * opt-out there counts, too (B15, B25).
 */
async function unlinkedOfMembers(
  { odoo, store, audience }: OpenAudience,
  changes: AllChanges,
  linked: readonly number[],
): Promise<{ contactIds: number[]; members: Binding[] }> {
  const isLinked = new Set(linked);
  const ids = [...new Set(contactIdsOf(changes))].filter((id) => !isLinked.has(id));
  if (ids.length === 0) return { contactIds: [], members: [] };
  const hashes = new Map(
    (changes.contacts.rows ?? []).flatMap(({ id, address }) =>
      address === null ? [] : [[id, subscriberHash(address)]],
    ),
  );
  const others = ids.filter((id) => !hashes.has(id));
  const read = await readRecords(odoo.transport, consentHolder.model, others, ['email_normalized']);
  for (const [id, { email_normalized: address }] of read)
    if (typeof address === 'string') hashes.set(id, subscriberHash(address));
  const members = await store.bindings.byHashes(audience.id, [...new Set(hashes.values())]);
  const there = new Set(members.map(({ subscriberHash: hash }) => hash));
  return { contactIds: ids.filter((id) => there.has(hashes.get(id) ?? '')), members };
}
