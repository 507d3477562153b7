import { subscriptionInDoubt } from '../../consent/new-subscription.js';
import type { ObjectType } from '../../objects/object-type.js';
import { consentHolder, createdSource, sourcesOfPeople } from '../../objects/registry.js';
import { createContacts, type ContactDraft } from '../../odoo/people/create-contacts.js';
import { subscriptionValues } from '../../odoo/people/subscription-draft.js';
import { createRecords, type Values } from '../../odoo/records/create-records.js';
import { updateRecords, type Parent, type RecordUpdate } from '../../odoo/records/update-records.js';
import { type RecordError, isRecordError } from '../../support/errors.js';
import { withMailingList, type OnMailingList, type OpenAudience } from '../run/audience-run.js';
import type { MemberPlan } from './plan-member.js';
import { subscriptionAddonValues } from '../../core/addon-names.js';
import type { Binding } from '../../store/binding.js';
import { addonValues } from '../addon/addon-values.js';
import { bindingOf } from '../people/seen-member.js';
import { searchIds } from '../../odoo/records/search-ids.js';
import { bisect, type Refusal } from '../../support/bisect.js';
import { alikeRefusals } from '../alike-refusals.js';

/** What Odoo has taken. */
export interface Written {
  /** Contact ids by member: the ones made and the ones written. */
  contactIds: Map<MemberPlan, number>;
  /** Ids of the records of `createdSource` that were made. */
  createdIds: Map<MemberPlan, number>;
  refused: Map<MemberPlan, RecordError>;
  /** The addon shows all of these members as they are now, the refused apart. */
  isShown: boolean;
}

interface Tools {
  tags: TagCommands;
  addon: AddonColumns;
}

type OnList = OnMailingList<OpenAudience>;

type Work = (run: OnList, plans: readonly MemberPlan[], written: Written, tools: Tools) => Promise<void>;

/** In this order; consent has gone before all of it (B25, B45). */
const steps: readonly { concerns: (plan: MemberPlan) => boolean; work: Work; type?: ObjectType }[] = [
  {
    concerns: (plan) => isKept(plan) && plan.known.person.contact !== null,
    work: writeSubscriptions,
  },
  { concerns: (plan) => isKept(plan) && plan.known.person.contact === null, work: makeContacts },
  { concerns: (plan) => isKept(plan) && plan.known.person.contact !== null, work: writeContacts },
  { concerns: (plan) => isKept(plan) && plan.makesSource, work: makeSources },
  ...sourcesOfPeople.map((type) => ({
    concerns: (plan: MemberPlan) => isKept(plan) && (plan.known.person.sources[type.key] ?? null) !== null,
    work: writeSource(type),
    type,
  })),
];

/**
 * Carries plans out in Odoo, with one `create` for all new contacts and grouped writes. A refused record is reported
 * and the others go on.
 */
export async function applyPlans(anyRun: OpenAudience, plans: readonly MemberPlan[]): Promise<Written> {
  const run = withMailingList(anyRun);
  const addon = await openAddonColumns(run, plans);
  const tools = { tags: await openTagCommands(run, plans), addon };
  const written: Written = {
    contactIds: new Map(),
    createdIds: new Map(),
    refused: new Map(),
    isShown: addon.isThere,
  };
  for (const plan of plans.filter(isKept)) {
    const { contact } = plan.known.person;
    if (contact !== null) written.contactIds.set(plan, contact.id);
  }
  for (const { concerns, work, type = null } of steps) {
    const open = plans.filter((plan) => concerns(plan) && !written.refused.has(plan));
    const apply = (some: readonly MemberPlan[]) => work(run, some, written, tools);
    for (const { item, error } of await tryAll(run, { type, open, apply })) written.refused.set(item, error);
  }
  // All else of whoever waits for a tag is there.
  for (const plan of plans.filter((one) => isKept(one) && !written.refused.has(one))) {
    const refusal = tools.tags.refusalOf(plan);
    if (refusal !== null) written.refused.set(plan, refusal);
  }
  return written;
}

const isKept = ({ skipped }: MemberPlan): boolean => skipped === null;

/** Puts contacts on the mailing list that are not on it, and what the addon shows on the subscriptions that are there. */
async function writeSubscriptions(
  run: OnList,
  plans: readonly MemberPlan[],
  _written: Written,
  { addon }: Tools,
): Promise<void> {
  const model = run.odoo.capabilities.subscriptionModel;
  const updates = plans.flatMap((plan): RecordUpdate[] => {
    const current = plan.known.person.contact?.subscription ?? null;
    const values = current === null ? {} : addon.changed(plan);
    return current === null || Object.keys(values).length === 0 ? [] : [{ id: current.id, values }];
  });
  await updateRecords(run.odoo.transport, { model, parent: parent(run, 'subscription_ids') }, updates);
  const missing = plans.flatMap((plan) => {
    const { subscription } = plan;
    const { contact } = plan.known.person;
    if (subscription === null || contact === null) return [];
    const values = { ...subscriptionValues(run.odoo, subscription), ...addon.made(plan) };
    return [{ list_id: run.mailingListId, contact_id: contact.id, ...values }];
  });
  await createRecords(run.odoo.transport, model, missing);
}

async function makeContacts(
  run: OnList,
  plans: readonly MemberPlan[],
  written: Written,
  { tags, addon }: Tools,
): Promise<void> {
  const drafts = plans.map((plan): ContactDraft => ({
    values: plan.contactValues,
    tagIds: tags.added(plan),
    subscription: plan.subscription ?? subscriptionInDoubt(),
    subscriptionFields: addon.made(plan),
  }));
  const ids = await createContacts(run.odoo, run.mailingListId, drafts);
  plans.forEach((plan, index) => written.contactIds.set(plan, ids[index] ?? 0));
}

async function writeContacts(
  run: OnList,
  plans: readonly MemberPlan[],
  _written: Written,
  { tags }: Tools,
): Promise<void> {
  const updates = plans.flatMap((plan) => {
    const { contact } = plan.known.person;
    return contact === null
      ? []
      : update(contact.id, plan.contactValues, 'tag_ids', tags.changes(plan, contact));
  });
  const target = { model: consentHolder.model, parent: parent(run, 'contact_ids') };
  await updateRecords(run.odoo.transport, target, updates);
}

function writeSource({ key, model, fields }: ObjectType): Work {
  return async (run, plans, _written, { tags }) => {
    const updates = plans.flatMap((plan) => {
      const record = plan.known.person.sources[key] ?? null;
      if (record === null) return [];
      const commands = fields.tags === null ? [] : tags.changes(plan, record);
      return update(record.id, plan.sourceValues[key] ?? {}, fields.tags ?? '', commands);
    });
    await updateRecords(run.odoo.transport, { model, parent: null }, updates);
  };
}

async function makeSources(
  run: OnList,
  plans: readonly MemberPlan[],
  written: Written,
  { tags }: Tools,
): Promise<void> {
  const { key, model, fields } = createdSource;
  const values = plans.map((plan) => {
    const ids = tags.added(plan);
    const labels = fields.tags === null || ids.length === 0 ? {} : { [fields.tags]: [[6, 0, ids]] };
    return { ...plan.sourceValues[key], ...labels };
  });
  const ids = await createRecords(run.odoo.transport, model, values);
  plans.forEach((plan, index) => written.createdIds.set(plan, ids[index] ?? 0));
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

function parent(run: OnList, field: string): Parent {
  return { model: 'mailing.list', id: run.mailingListId, field };
}

/** The tags of plans as Odoo's x2many commands. */
interface TagCommands {
  /** Ids of the tags a new record gets. */
  added(plan: MemberPlan): number[];
  /** What changes on a record that is there: a tag is added where it is missing and taken off where it is. */
  changes(plan: MemberPlan, record: { tagIds: readonly number[] }): unknown[];
  /** Why one of the plan's tags could not be made. */
  refusalOf(plan: MemberPlan): RecordError | null;
}

/** Makes the tags in Odoo that are missing, in one call for all plans. */
async function openTagCommands(run: OpenAudience, plans: readonly MemberPlan[]): Promise<TagCommands> {
  const directory = await run.tags();
  const added = await directory.ensure(unique(plans.flatMap(({ tags }) => tags.add)));
  const removed = directory.findAll(unique(plans.flatMap(({ tags }) => tags.remove)));
  return {
    added: ({ tags }) => idsOf(tags.add, added),
    changes: ({ tags }, { tagIds }) => [
      ...idsOf(tags.add, added)
        .filter((id) => !tagIds.includes(id))
        .map((id) => [4, id]),
      ...tags.remove
        .flatMap((name) => removed.get(name) ?? [])
        .filter((id) => tagIds.includes(id))
        .map((id) => [3, id]),
    ],
    refusalOf: ({ tags }) =>
      tags.add.map((name) => directory.refusalOf(name)).find((refusal) => refusal !== null) ?? null,
  };
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];

function idsOf(names: readonly string[], ids: ReadonlyMap<string, number>): number[] {
  return names.flatMap((name) => ids.get(name) ?? []);
}

/** What the addon shows of the members (B37), as values of their subscriptions; none where there is no addon. */
interface AddonColumns {
  isThere: boolean;
  /** For a subscription that is made. */
  made(plan: MemberPlan): Values;
  /** For one that is there: only what it does not show yet. */
  changed(plan: MemberPlan): Values;
}

/** Put into the writes of an import, they cost no call of their own; whether there is an addon, one for a command. */
async function openAddonColumns(run: OpenAudience, plans: readonly MemberPlan[]): Promise<AddonColumns> {
  const isNeeded = plans.some(({ skipped }) => skipped === null);
  if (!isNeeded || (await run.addon()) === null)
    return { isThere: false, made: () => ({}), changed: () => ({}) };
  const seen = ({ known: { member, binding } }: MemberPlan): Binding =>
    bindingOf(run.audience.id, member, binding ?? undefined);
  const made = (plan: MemberPlan): Values => subscriptionAddonValues(addonValues(seen(plan)));
  return { isThere: true, made, changed: (plan) => (seen(plan).addonDue ? made(plan) : {}) };
}

interface Attempt {
  /** Of the records that are written; null: of no source of people. */
  type: ObjectType | null;
  open: readonly MemberPlan[];
  apply(plans: readonly MemberPlan[]): Promise<void>;
}

/**
 * Applies plans in one call, and where Odoo refuses that, in as few as it takes to do all but those that are refused.
 * Colleagues are then tried apart from all others, for they are refused alike, and nobody else is to be taken for one of
 * them (B59).
 */
async function tryAll(
  run: OpenAudience,
  { type, open, apply }: Attempt,
): Promise<Refusal<MemberPlan, RecordError>[]> {
  if (!type?.colleagues || open.length < 2) return bisected(open, apply);
  try {
    await apply(open);
    return [];
  } catch (error) {
    if (!isRecordError(error)) throw error;
    const colleagues = await plansOfColleagues(run, type, open);
    const others = open.filter((plan) => !colleagues.has(plan));
    return [...(await bisected(others, apply)), ...(await bisected([...colleagues], apply))];
  }
}

async function bisected(
  plans: readonly MemberPlan[],
  apply: Attempt['apply'],
): Promise<Refusal<MemberPlan, RecordError>[]> {
  return (await bisect(plans, apply, isRecordError, alikeRefusals)).refusals;
}

async function plansOfColleagues(
  { odoo }: OpenAudience,
  { key, model, colleagues }: ObjectType,
  plans: readonly MemberPlan[],
): Promise<Set<MemberPlan>> {
  const idOf = ({ known }: MemberPlan): number => known.person.sources[key]?.id ?? 0;
  const domain = [
    '&',
    ['active', 'in', [true, false]],
    '&',
    ['id', 'in', plans.map(idOf)],
    ...(colleagues ?? []),
  ];
  const found = new Set(await searchIds(odoo.transport, model, domain));
  return new Set(plans.filter((plan) => found.has(idOf(plan))));
}
