import { z } from 'zod';
import { optOutSubscriptions } from '../../consent/opt-out-subscriptions.js';
import type { ObjectType } from '../../objects/object-type.js';
import { consentHolder, sourcesOfPeople } from '../../objects/registry.js';
import { byAddress } from '../../odoo/people/by-address.js';
import { recordsOfAddress } from '../../odoo/people/records-of-address.js';
import { many2one } from '../../odoo/records/field-types.js';
import { searchRead } from '../../odoo/records/search-read.js';
import { unlinkRecords } from '../../odoo/records/unlink-records.js';
import { BridgeError } from '../../support/errors.js';
import { groupBy } from '../../support/group-by.js';
import type { SyncContext } from '../sync-context.js';
import type { Forgetting } from './forgetting.js';

/** What Odoo has of an address. */
export interface FoundInOdoo {
  /** Mailing contacts with the address and nothing else in their e-mail field; they go. */
  contactIds: number[];
  /** Of these contacts; they go with them. */
  subscriptions: Subscription[];
  /** Of mailing contacts that have the address beside another one; they stay. */
  sharedSubscriptions: Subscription[];
}

type Subscription = z.output<typeof subscriptionRow>;

const subscriptionRow = z
  .object({ id: z.number(), contact_id: many2one, list_id: many2one, opt_out: z.boolean() })
  .transform((row) => ({
    id: row.id,
    contactId: row.contact_id,
    listId: row.list_id,
    optOut: row.opt_out,
  }));

const nothing: FoundInOdoo = { contactIds: [], subscriptions: [], sharedSubscriptions: [] };

/** Names as kept whatever else has the address: customers and other sources, the blacklist, fields that several share. */
export async function findInOdoo(context: SyncContext, forgetting: Forgetting): Promise<FoundInOdoo> {
  const { transport } = context.odoo;
  const { address } = forgetting;
  for (const type of sourcesOfPeople)
    await forgetting.attempt(place(type.model), () => findSources(context, type, forgetting));
  await forgetting.attempt(place(blacklist), async () => {
    const domain = byAddress('email', [address]);
    const row = z.object({ id: z.number() });
    for (const { id } of await searchRead(transport, { model: blacklist, domain, fields: ['id'], row }))
      forgetting.keep(place(blacklist, id), 'blacklist');
  });
  const found = await forgetting.attempt(place(consentHolder.model), () => findContacts(context, forgetting));
  return found ?? nothing;
}

/** Of an app that the bridge has nothing to do with the user need not have any right. */
async function findSources({ odoo }: SyncContext, type: ObjectType, forgetting: Forgetting): Promise<void> {
  const { model } = type;
  try {
    for (const { id } of await recordsOfAddress(odoo.transport, type, forgetting.address))
      forgetting.keep(place(model, id), 'source');
  } catch (error) {
    const code = error instanceof BridgeError && type.app !== null ? error.code : null;
    if (code === 'odoo.access') forgetting.keep(place(model), 'unreadable');
    else if (code !== 'odoo.missing_model') throw error;
  }
}

const blacklist = 'mail.blacklist';

async function findContacts({ odoo }: SyncContext, forgetting: Forgetting): Promise<FoundInOdoo> {
  const { model } = consentHolder;
  const contacts = await recordsOfAddress(odoo.transport, consentHolder, forgetting.address);
  const exact = contacts.filter(({ isExact }) => isExact).map(({ id }) => id);
  const shared = contacts.filter(({ isExact }) => !isExact).map(({ id }) => id);
  for (const id of shared) forgetting.keep(place(model, id), 'shared');
  const rows = await searchRead(odoo.transport, {
    model: odoo.capabilities.subscriptionModel,
    domain: [['contact_id', 'in', [...exact, ...shared]]],
    fields: ['contact_id', 'list_id', 'opt_out'],
    row: subscriptionRow,
  });
  const of = (ids: readonly number[]) => rows.filter(({ contactId }) => ids.includes(contactId ?? 0));
  return { contactIds: exact, subscriptions: of(exact), sharedSubscriptions: of(shared) };
}

/** Each contact with its subscriptions in a call of its own, so that one that is refused keeps back no other. */
export async function deleteContacts(
  context: SyncContext,
  { contactIds, subscriptions, sharedSubscriptions }: FoundInOdoo,
  forgetting: Forgetting,
): Promise<number[]> {
  const { model } = consentHolder;
  const isHandedOn = await forgetting.attempt(
    place(context.odoo.capabilities.subscriptionModel),
    async () => {
      await handOnOptOuts(context, subscriptions, sharedSubscriptions);
      return true;
    },
  );
  const gone: number[] = [];
  for (const id of isHandedOn === true ? contactIds : []) {
    context.signal.throwIfAborted();
    await forgetting.attempt(place(model, id), async () => {
      await unlinkRecords(context.odoo.transport, model, [id]);
      gone.push(id);
    });
  }
  return gone;
}

/** Whoever shares the address was not mailed, for one of its contacts had opted out; that is to stay so (B15, B25). */
async function handOnOptOuts(
  { odoo }: SyncContext,
  gone: readonly Subscription[],
  shared: readonly Subscription[],
): Promise<void> {
  const isGoneOut = (list: number | null): boolean =>
    gone.some(({ listId, optOut }) => optOut && listId === list);
  const due = shared.filter(({ listId, optOut }) => !optOut && isGoneOut(listId));
  for (const [listId, some] of groupBy(due, (one) => one.listId)) {
    if (listId !== null)
      await optOutSubscriptions(
        odoo,
        listId,
        some.map(({ id }) => id),
      );
  }
}

/** In the receipt, as removed. */
export function tellContacts(
  { odoo }: SyncContext,
  found: FoundInOdoo,
  gone: readonly number[],
  forgetting: Forgetting,
): void {
  for (const id of gone) forgetting.remove(place(consentHolder.model, id));
  for (const { id, contactId } of found.subscriptions)
    if (gone.includes(contactId ?? 0)) forgetting.remove(place(odoo.capabilities.subscriptionModel, id));
}

export const place = (model: string, id: number | null = null) =>
  ({ side: 'odoo', audience: null, model, id }) as const;
