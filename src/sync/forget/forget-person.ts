import { subscriberHash } from '../../mailchimp/subscriber-hash.js';
import { consentHolder, sourcesOfPeople } from '../../objects/registry.js';
import type { BridgeError } from '../../support/errors.js';
import { requireAddress } from '../require-address.js';
import { settleIntents } from '../people/settle-creates.js';
import { countCalls } from '../run/count-calls.js';
import type { SyncContext } from '../sync-context.js';
import {
  deleteMembers,
  findMembers,
  place as placeInMailchimp,
  type FoundMember,
} from './forget-in-mailchimp.js';
import {
  deleteContacts,
  findInOdoo,
  place as placeInOdoo,
  tellContacts,
  type FoundInOdoo,
} from './forget-in-odoo.js';
import type { ForgetReport } from './forget-report.js';
import { openForgetting, type Forgetting } from './forgetting.js';
import { searchIds } from '../../odoo/records/search-ids.js';
import { contactOf, type Binding } from '../../store/binding.js';

export interface Forgot {
  report: ForgetReport;
  /** What stood in the way of what is left. */
  failures: BridgeError[];
}

const command = 'forget';

/**
 * Forgets a person (B57): for good in MailChimp, contacts and subscriptions in Odoo, everything in the store. The hash
 * that keeps them from being brought back is written first, so that wherever this ends another call goes on from there.
 */
export async function forgetPerson(
  context: SyncContext,
  email: string,
  { dryRun }: { dryRun: boolean },
): Promise<Forgot> {
  const { config, clock } = context;
  const forgetting = openForgetting(requireAddress(email), context.signal);
  const startedAt = clock.now();
  const apiCalls = countCalls(context);
  const done = dryRun ? await look(context, forgetting) : await forget(context, forgetting);
  return {
    report: {
      command,
      account: config.account,
      dry_run: dryRun,
      ...done,
      at: startedAt.toISOString(),
      ...forgetting.receipt,
      api_calls: apiCalls(),
      seconds: (clock.now().getTime() - startedAt.getTime()) / 1000,
    },
    failures: forgetting.failures,
  };
}

type Done = Pick<ForgetReport, 'hash' | 'run'>;

async function look(context: SyncContext, forgetting: Forgetting): Promise<Done> {
  const members = await findMembers(context, forgetting);
  const found = await findInOdoo(context, forgetting);
  await tellLinked(context, found, forgetting);
  const traces = await context.store.tracesOf(
    erased(context, forgetting, { members, contactIds: found.contactIds }),
  );
  tellMembers(members, forgetting);
  tellContacts(context, found, found.contactIds, forgetting);
  for (const { table, rows } of traces) tellRows(table, rows, forgetting);
  return { hash: null, run: null };
}

async function forget(context: SyncContext, forgetting: Forgetting): Promise<Done> {
  const { store } = context;
  const run = await store.runs.start({ command, audienceId: null, dryRun: false });
  const hash = await rememberFirst(context, forgetting.address, run);
  try {
    await settleIntents(context, forgetting.address);
    const members = await findMembers(context, forgetting);
    const gone = await deleteMembers(context, members, { ...forgetting, runId: run });
    tellMembers(gone, forgetting);
    const found = await findInOdoo(context, forgetting);
    await tellLinked(context, found, forgetting);
    const contactIds = await deleteContacts(context, found, forgetting);
    tellContacts(context, found, contactIds, forgetting);
    await eraseInAddon(context, found, forgetting);
    await eraseInStore(context, erased(context, forgetting, { members: gone, contactIds }), forgetting);
  } catch (error) {
    await store.runs.finish(run, {
      outcome: context.signal.aborted ? 'stopped' : 'failed',
      ...counts(forgetting),
    });
    throw error;
  }
  await store.runs.finish(run, { outcome: 'done', ...counts(forgetting) });
  return { hash, run };
}

/** Before anything is removed, so that nothing half removed is brought back. */
function rememberFirst(
  { config, store, clock }: SyncContext,
  address: string,
  runId: number,
): Promise<string> {
  const since = new Map(config.audiences.map(({ id }) => [id, clock.now()]));
  return store.forgotten.remember(address, { since, runId });
}

function erased(
  { config }: SyncContext,
  { address }: Forgetting,
  { members, contactIds }: { members: readonly FoundMember[]; contactIds: readonly number[] },
) {
  // Whom MailChimp would not have is known by the hash alone (B47).
  const ofAddress = config.audiences.map(({ id }) => ({ audienceId: id, memberId: subscriberHash(address) }));
  const ids = members.flatMap(({ audienceId, member }) => [
    { audienceId, memberId: member.contactId },
    { audienceId, memberId: member.id },
  ]);
  return { address, contactIds, members: [...ofAddress, ...ids] };
}

/** The lines of logs and the results of jobs that name the person. */
async function eraseInAddon(context: SyncContext, found: FoundInOdoo, forgetting: Forgetting): Promise<void> {
  const { address, receipt } = forgetting;
  const records = [
    { model: consentHolder.model, ids: found.contactIds },
    ...sourcesOfPeople.map(({ model }) => ({
      model,
      ids: receipt.kept.flatMap(({ model: kept, id }) =>
        kept === model && typeof id === 'number' ? [id] : [],
      ),
    })),
  ];
  await forgetting.attempt(placeInOdoo('x_mailchimp_log_line'), async () => {
    const addon = await context.addon();
    for (const { model, count } of (await addon?.erasePerson({ address, records })) ?? [])
      if (count > 0) forgetting.remove(placeInOdoo(model), count);
  });
}

async function eraseInStore(
  { store }: SyncContext,
  person: ReturnType<typeof erased>,
  forgetting: Forgetting,
): Promise<void> {
  await store.transaction(async (inside) => {
    for (const { table, rows, erase } of await inside.tracesOf(person)) {
      await erase();
      tellRows(table, rows, forgetting);
    }
  });
  await store.compact();
}

function tellMembers(members: readonly FoundMember[], forgetting: Forgetting): void {
  for (const { audienceId, member } of members)
    forgetting.remove({ ...placeInMailchimp(audienceId), id: member.contactId });
}

function tellRows(table: string, rows: number, forgetting: Forgetting): void {
  if (rows > 0) forgetting.remove({ side: 'store', audience: null, model: table, id: null }, rows);
}

function counts({ receipt }: Forgetting) {
  const removed = receipt.removed.reduce((sum, { count }) => sum + count, 0);
  return { totals: { removed, kept: receipt.kept.length, failed: receipt.left.length }, apiCalls: {} };
}

/**
 * A contact and a member that are linked may have different addresses by now: only the one with the address that is
 * forgotten goes, and the other is named as kept (B57). To be called as long as the store knows of the link.
 */
async function tellLinked(
  context: SyncContext,
  { contactIds }: FoundInOdoo,
  forgetting: Forgetting,
): Promise<void> {
  const { store, config } = context;
  const { model } = consentHolder;
  const hash = subscriberHash(forgetting.address);
  for (const { id: audienceId } of config.audiences) {
    const ofMember = await store.bindings.byHashes(audienceId, [hash]);
    const linked = ofMember.flatMap((binding) => contactOf(binding) ?? []);
    const others = linked.filter((id) => !contactIds.includes(id));
    await forgetting.attempt(placeInOdoo(model), () => tellOthers(context, others, forgetting));
    const ofContacts = await store.bindings.byRecords(audienceId, model, contactIds);
    for (const binding of ofContacts.filter(({ subscriberHash: other }) => other !== hash))
      await forgetting.attempt(placeInMailchimp(audienceId), () => tellMember(context, binding, forgetting));
  }
}

async function tellOthers(
  { odoo }: SyncContext,
  contactIds: readonly number[],
  forgetting: Forgetting,
): Promise<void> {
  if (contactIds.length === 0) return;
  const { model } = consentHolder;
  const kept = new Set(forgetting.receipt.kept.map((item) => `${item.model}/${item.id}`));
  for (const id of await searchIds(odoo.transport, model, [['id', 'in', contactIds]]))
    if (!kept.has(`${model}/${id}`)) forgetting.keep(placeInOdoo(model, id), 'other_address');
}

async function tellMember(
  { mailchimp }: SyncContext,
  { audienceId, subscriberHash: hash }: Binding,
  forgetting: Forgetting,
): Promise<void> {
  const member = await mailchimp.members.get(audienceId, hash);
  if (member === null) return;
  forgetting.keep({ ...placeInMailchimp(audienceId), id: member.contactId }, 'other_address');
}
