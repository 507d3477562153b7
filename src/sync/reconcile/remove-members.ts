import { subscriptionOfGone } from '../../consent/new-subscription.js';
import { subscriptionAddonValues } from '../../core/addon-names.js';
import { consentHolder } from '../../objects/registry.js';
import { subscriptionValues } from '../../odoo/people/subscription-draft.js';
import { removeFromList } from '../../odoo/people/remove-from-list.js';
import { updateRecords } from '../../odoo/records/update-records.js';
import { contactOf, type Binding } from '../../store/binding.js';
import type { NewJournalRow } from '../../store/journal.js';
import { readPersons } from '../people/read-persons.js';
import type { PlannedChange } from '../run-summary.js';
import type { RunTally } from '../run-tally.js';
import { withMailingList, type AudienceRun, type BoundRun } from '../sync-context.js';

/** Carries the deletion of members to Odoo (B33); MailChimp has confirmed that they are gone. */
export async function removeMembers(
  anyRun: AudienceRun,
  { bindings: gone, runId }: { bindings: readonly Binding[]; runId: number | null },
  tally: RunTally,
): Promise<void> {
  if (gone.length === 0) return;
  const isRemoved = anyRun.config.policies.on_remote_delete === 'remove';
  const planned = ({ email }: Binding): PlannedChange => {
    return { side: 'odoo', action: isRemoved ? 'remove' : 'opt_out', email, changes: {} };
  };
  if (anyRun.dryRun) {
    tally.plan.push(...gone.map(planned));
    return;
  }
  // An opt-out goes whether it was planned or not (B45); nobody is removed who is not in the plan (B29).
  const bindings = gone.filter((binding) => (anyRun.guard?.admit([planned(binding)]) ?? true) || !isRemoved);
  const run = withMailingList(anyRun);
  const contactIds = bindings.flatMap((binding) => contactOf(binding) ?? []);
  if (isRemoved) await removeFromList(run.odoo, run.mailingListId, contactIds);
  else await optOut(run, bindings);
  await run.store.transaction(async (store) => {
    await store.bindings.remove(
      run.audience.id,
      bindings.map(({ memberId }) => memberId),
    );
    if (runId !== null)
      await store.journal.append(
        runId,
        bindings.map((binding) => journalRow(run, binding)),
      );
  });
  tally.totals.updated += contactIds.length;
}

async function optOut(run: BoundRun, bindings: readonly Binding[]): Promise<void> {
  const persons = await readPersons(
    run,
    bindings.map((binding) => ({ address: binding.email, binding })),
  );
  const optedOut = subscriptionValues(run.odoo, subscriptionOfGone(run.clock.now()));
  const noMember = (await run.addon()) === null ? {} : subscriptionAddonValues({ status: null });
  const updates = persons.flatMap(({ contact }) => {
    const subscription = contact?.subscription ?? null;
    if (subscription === null) return [];
    const values = { ...(subscription.optOut ? {} : optedOut), ...noMember };
    return Object.keys(values).length === 0 ? [] : [{ id: subscription.id, values }];
  });
  const target = { model: run.odoo.capabilities.subscriptionModel, parent: null };
  await updateRecords(run.odoo.transport, target, updates);
}

function journalRow(run: AudienceRun, binding: Binding): NewJournalRow {
  return {
    audienceId: run.audience.id,
    direction: 'import',
    outcome: 'updated',
    model: consentHolder.model,
    recordId: contactOf(binding),
    email: binding.email,
    name: null,
    code: null,
    description: `deleted in MailChimp: ${run.config.policies.on_remote_delete}`,
  };
}
