import { addToBlacklist } from '../../odoo/people/blacklist.js';
import { createContacts, subscriptionValues, type ContactDraft } from '../../odoo/people/create-contacts.js';
import { datesNeedOwnWrite } from '../../odoo/people/opt-out-dates.js';
import { createRecords } from '../../odoo/records/create-records.js';
import { halveOnRefusal, type Refusal } from '../../odoo/records/halve-on-refusal.js';
import { updateRecords, type Parent, type RecordUpdate } from '../../odoo/records/update-records.js';
import { withMailingList, type AudienceRun, type BoundRun } from '../sync-context.js';
import { dateOptOuts } from './date-opt-outs.js';
import type { MemberPlan } from './plan-member.js';

export interface Applied {
  /** Contact ids by member: the ones made and the ones written. */
  contactIds: Map<MemberPlan, number>;
  refused: Refusal<MemberPlan>[];
}

/**
 * Carries plans out in Odoo: opt-outs and the blacklist before anything else (B25), then one `create` for all
 * new contacts and grouped writes. A refused record is reported and the others go on.
 */
export async function applyPlans(anyRun: AudienceRun, plans: readonly MemberPlan[]): Promise<Applied> {
  const run = withMailingList(anyRun);
  const tagIds = await ensureTags(run, plans);
  const applied: Applied = { contactIds: new Map(), refused: [] };
  const attempt = async (
    items: readonly MemberPlan[],
    work: (items: readonly MemberPlan[]) => Promise<void>,
  ) => {
    const open = items.filter((item) => !applied.refused.some((refusal) => refusal.item === item));
    applied.refused.push(...(await halveOnRefusal(open, work)));
  };
  const kept = plans.filter(({ skipped }) => skipped === null);
  const known = kept.filter(({ contact }) => contact !== null);
  for (const plan of known) applied.contactIds.set(plan, plan.contact?.id ?? 0);

  await attempt(
    plans.filter(({ blacklist }) => blacklist),
    (items) =>
      addToBlacklist(
        run.odoo.transport,
        items.map(({ member }) => member.email),
      ),
  );
  await attempt(known, (items) => writeSubscriptions(run, items));
  await attempt(
    kept.filter(({ contact }) => contact === null),
    (items) => create(run, items, { tagIds, applied }),
  );
  await attempt(known, (items) => writeContacts(run, items, tagIds));
  await attempt(
    kept.filter(({ customerName }) => customerName !== null),
    (items) => createCustomers(run, items, tagIds),
  );
  if (datesNeedOwnWrite(run.odoo)) await dateOptOuts(run, applied.contactIds);
  return applied;
}

function ensureTags(run: BoundRun, plans: readonly MemberPlan[]): Promise<Map<string, number>> {
  const names = new Set(plans.flatMap(({ tags }) => tags.add));
  return run.tags.ensure([...names]);
}

async function create(
  run: BoundRun,
  plans: readonly MemberPlan[],
  { tagIds, applied }: { tagIds: ReadonlyMap<string, number>; applied: Applied },
): Promise<void> {
  const drafts = plans.map((plan): ContactDraft => ({
    name: plan.values.name ?? null,
    email: plan.member.email,
    tagIds: idsOf(plan.tags.add, tagIds),
    subscription: plan.subscription ?? { optOut: true, optOutDate: null },
  }));
  const ids = await createContacts(run.odoo, run.mailingListId, drafts);
  plans.forEach((plan, index) => applied.contactIds.set(plan, ids[index] ?? 0));
}

async function writeSubscriptions(run: BoundRun, plans: readonly MemberPlan[]): Promise<void> {
  const model = run.odoo.capabilities.subscriptionModel;
  const updates = plans.flatMap(({ contact, subscription }): RecordUpdate[] => {
    const current = contact?.subscription ?? null;
    if (subscription === null || current === null) return [];
    return [{ id: current.id, values: subscriptionValues(run.odoo, subscription) }];
  });
  await updateRecords(run.odoo.transport, { model, parent: parent(run, 'subscription_ids') }, updates);
  const missing = plans.flatMap(({ contact, subscription }) => {
    if (subscription === null || contact?.subscription !== null) return [];
    const values = subscriptionValues(run.odoo, subscription);
    return [{ list_id: run.mailingListId, contact_id: contact.id, ...values }];
  });
  await createRecords(run.odoo.transport, model, missing);
}

async function writeContacts(
  run: BoundRun,
  plans: readonly MemberPlan[],
  tagIds: ReadonlyMap<string, number>,
): Promise<void> {
  const removable = await run.tags.ensure([...new Set(plans.flatMap(({ tags }) => tags.remove))]);
  const updates = plans.flatMap(({ contact, values, tags }): RecordUpdate[] => {
    if (contact === null) return [];
    const commands = [
      ...idsOf(tags.add, tagIds).map((id) => [4, id]),
      ...idsOf(tags.remove, removable).map((id) => [3, id]),
    ];
    const changes = { ...values, ...(commands.length === 0 ? {} : { tag_ids: commands }) };
    return Object.keys(changes).length === 0 ? [] : [{ id: contact.id, values: changes }];
  });
  await updateRecords(
    run.odoo.transport,
    { model: 'mailing.contact', parent: parent(run, 'contact_ids') },
    updates,
  );
}

async function createCustomers(
  run: BoundRun,
  plans: readonly MemberPlan[],
  tagIds: ReadonlyMap<string, number>,
): Promise<void> {
  const values = plans.map(({ member, customerName, tags }) => {
    const ids = idsOf(tags.add, tagIds);
    return {
      name: customerName,
      email: member.email,
      ...(ids.length === 0 ? {} : { category_id: [[6, 0, ids]] }),
    };
  });
  await createRecords(run.odoo.transport, 'res.partner', values);
}

function parent(run: BoundRun, field: string): Parent {
  return { model: 'mailing.list', id: run.mailingListId, field };
}

function idsOf(names: readonly string[], ids: ReadonlyMap<string, number>): number[] {
  return names.flatMap((name) => ids.get(name) ?? []);
}
