import { subscriptionInDoubt } from '../../consent/new-subscription.js';
import type { ObjectType } from '../../objects/object-type.js';
import { consentHolder, createdSource, sourcesOfPeople } from '../../objects/registry.js';
import { createContacts, type ContactDraft } from '../../odoo/people/create-contacts.js';
import { createRecords } from '../../odoo/records/create-records.js';
import { updateRecords, type Parent, type RecordUpdate } from '../../odoo/records/update-records.js';
import { bisect, type Refusal } from '../../support/bisect.js';
import { isRecordError, type RecordError } from '../../support/errors.js';
import { withMailingList, type AudienceRun, type BoundRun } from '../sync-context.js';
import type { AddonColumns } from './addon-columns.js';
import type { MemberPlan } from './plan-member.js';
import { openTagCommands, type TagCommands } from './tag-commands.js';
import { writeSubscriptions } from './write-subscriptions.js';

export interface Applied {
  /** Contact ids by member: the ones made and the ones written. */
  contactIds: Map<MemberPlan, number>;
  /** Ids of the records of `createdSource` that were made. */
  createdIds: Map<MemberPlan, number>;
  refused: Refusal<MemberPlan, RecordError>[];
  /** The addon shows all of these members as they are now, the refused apart. */
  isShown: boolean;
}

interface Tools {
  tags: TagCommands;
  addon: AddonColumns;
}

type Work = (run: BoundRun, plans: readonly MemberPlan[], applied: Applied, tools: Tools) => Promise<void>;

/** In this order; consent has gone before all of it (B25, B45). */
const steps: readonly { concerns: (plan: MemberPlan) => boolean; work: Work }[] = [
  {
    concerns: (plan) => isKept(plan) && plan.person.contact !== null,
    work: (run, plans, _applied, { addon }) => writeSubscriptions(run, plans, addon),
  },
  { concerns: (plan) => isKept(plan) && plan.person.contact === null, work: makeContacts },
  { concerns: (plan) => isKept(plan) && plan.person.contact !== null, work: writeContacts },
  { concerns: (plan) => isKept(plan) && plan.makesSource, work: makeSources },
  ...sourcesOfPeople.map((type) => ({
    concerns: (plan: MemberPlan) => isKept(plan) && (plan.person.sources[type.key] ?? null) !== null,
    work: writeSource(type),
  })),
];

/**
 * Carries plans out in Odoo, with one `create` for all new contacts and grouped writes. A refused record is reported
 * and the others go on.
 */
export async function applyPlans(
  anyRun: AudienceRun,
  plans: readonly MemberPlan[],
  addon: AddonColumns,
): Promise<Applied> {
  const run = withMailingList(anyRun);
  const tools = { tags: await openTagCommands(run, plans), addon };
  const applied: Applied = {
    contactIds: new Map(),
    createdIds: new Map(),
    refused: [],
    isShown: addon.isThere,
  };
  for (const plan of plans.filter(isKept)) {
    const { contact } = plan.person;
    if (contact !== null) applied.contactIds.set(plan, contact.id);
  }
  const refused = new Set<MemberPlan>();
  for (const { concerns, work } of steps) {
    const open = plans.filter((plan) => concerns(plan) && !refused.has(plan));
    const { refusals } = await bisect(open, (some) => work(run, some, applied, tools), isRecordError);
    for (const { item } of refusals) refused.add(item);
    applied.refused.push(...refusals);
  }
  return applied;
}

const isKept = ({ skipped }: MemberPlan): boolean => skipped === null;

async function makeContacts(
  run: BoundRun,
  plans: readonly MemberPlan[],
  applied: Applied,
  { tags, addon }: Tools,
): Promise<void> {
  const drafts = plans.map((plan): ContactDraft => ({
    values: plan.contactValues,
    tagIds: tags.added(plan),
    subscription: plan.subscription ?? subscriptionInDoubt(),
    subscriptionFields: addon.made(plan),
  }));
  const ids = await createContacts(run.odoo, run.mailingListId, drafts);
  plans.forEach((plan, index) => applied.contactIds.set(plan, ids[index] ?? 0));
}

async function writeContacts(
  run: BoundRun,
  plans: readonly MemberPlan[],
  _applied: Applied,
  { tags }: Tools,
): Promise<void> {
  const updates = plans.flatMap((plan) => {
    const { contact } = plan.person;
    return contact === null
      ? []
      : update(contact.id, plan.contactValues, 'tag_ids', tags.changes(plan, contact));
  });
  const target = { model: consentHolder.model, parent: parent(run, 'contact_ids') };
  await updateRecords(run.odoo.transport, target, updates);
}

function writeSource({ key, model, fields }: ObjectType): Work {
  return async (run, plans, _applied, { tags }) => {
    const updates = plans.flatMap((plan) => {
      const record = plan.person.sources[key] ?? null;
      if (record === null) return [];
      const commands = fields.tags === null ? [] : tags.changes(plan, record);
      return update(record.id, plan.sourceValues[key] ?? {}, fields.tags ?? '', commands);
    });
    await updateRecords(run.odoo.transport, { model, parent: null }, updates);
  };
}

async function makeSources(
  run: BoundRun,
  plans: readonly MemberPlan[],
  applied: Applied,
  { tags }: Tools,
): Promise<void> {
  const { key, model, fields } = createdSource;
  const values = plans.map((plan) => {
    const ids = tags.added(plan);
    const labels = fields.tags === null || ids.length === 0 ? {} : { [fields.tags]: [[6, 0, ids]] };
    return { ...plan.sourceValues[key], ...labels };
  });
  const ids = await createRecords(run.odoo.transport, model, values);
  plans.forEach((plan, index) => applied.createdIds.set(plan, ids[index] ?? 0));
}

function update(
  id: number,
  values: Record<string, unknown>,
  tagField: string,
  commands: readonly unknown[],
): RecordUpdate[] {
  const changes = { ...values, ...(commands.length === 0 ? {} : { [tagField]: commands }) };
  return Object.keys(changes).length === 0 ? [] : [{ id, values: changes }];
}

function parent(run: BoundRun, field: string): Parent {
  return { model: 'mailing.list', id: run.mailingListId, field };
}
