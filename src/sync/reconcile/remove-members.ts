import { changeByBridge, deletionInMailchimp } from '../../consent/change-by-bridge.js';
import { subscriptionOfGone } from '../../consent/new-subscription.js';
import { noteChanges } from '../../consent/write-down.js';
import { subscriptionAddonValues } from '../../core/addon-names.js';
import type { ConsentChange } from '../../core/consent-change.js';
import { consentHolder } from '../../objects/registry.js';
import { subscriptionValues } from '../../odoo/people/subscription-draft.js';
import { removeFromList } from '../../odoo/people/remove-from-list.js';
import { updateRecords } from '../../odoo/records/update-records.js';
import { contactOf, type Binding } from '../../store/binding.js';
import { bisect } from '../../support/bisect.js';
import { isRecordError, type RecordError } from '../../support/errors.js';
import { Writing, type Outcome, type PersonPlan, type WriteSteps } from '../pass/pass.js';
import { readPersons } from '../people/read-persons.js';
import { withMailingList, type AudienceRun, type OnMailingList } from '../run/audience-run.js';

/** A member that is no more. */
interface RemovalPlan extends PersonPlan {
  binding: Binding;
}

/**
 * Carries the deletion of members to Odoo (B33); MailChimp has confirmed that they are gone.
 * @returns what Odoo has refused, by member id
 */
export async function removeMembers(
  run: AudienceRun,
  bindings: readonly Binding[],
): Promise<ReadonlyMap<string, RecordError>> {
  const refused = new Map<string, RecordError>();
  if (bindings.length === 0) return refused;
  const plans = bindings.map((binding) => ({ known: null, binding }));
  const page = { page: bindings, plans, unchanged: 0, passedOver: [] };
  await new Writing(run, removalSteps(run, refused)).carryOut(page);
  return refused;
}

function removalSteps(
  run: AudienceRun,
  refused: Map<string, RecordError>,
): WriteSteps<readonly Binding[], RemovalPlan, Outcome<RemovalPlan>> {
  const { on_remote_delete: policy } = run.config.policies;
  const foresee = (plan: RemovalPlan): Outcome<RemovalPlan> => {
    const hasContact = contactOf(plan.binding) !== null;
    const description = hasContact ? `deleted in MailChimp: ${policy}` : null;
    return { plan, done: hasContact ? 'updated' : 'unchanged', code: null, description };
  };
  return {
    direction: 'import',
    // An opt-out goes whether it was planned or not (B45); nobody is removed who is not in the plan (B29).
    isForced: policy !== 'remove',
    changes: ({ binding: { email } }) => [
      { side: 'odoo', action: policy === 'remove' ? 'remove' : 'opt_out', email, changes: {} },
    ],
    foresee,
    async apply(plans) {
      const remove = (some: readonly RemovalPlan[]) =>
        removeInOdoo(
          withMailingList(run),
          some.map(({ binding }) => binding),
        );
      const { refusals } = await bisect(plans, remove, isRecordError);
      for (const { item, error } of refusals) refused.set(item.binding.memberId, error);
      return plans.map((plan) => failedBy(refused.get(plan.binding.memberId), foresee(plan)));
    },
    subject: ({ plan: { binding } }) => {
      const { email } = binding;
      return { model: consentHolder.model, recordId: contactOf(binding), email, name: null };
    },
    record: ({ outcomes, rows }, store) =>
      store.transaction(async (inside) => {
        // Of whom Odoo has kept the next run finds the binding, and tries again.
        const gone = outcomes.filter(({ done }) => done !== 'failed');
        const memberIds = gone.map(({ plan }) => plan.binding.memberId);
        await inside.bindings.remove(run.audience.id, memberIds);
        const changes = gone.flatMap(({ plan }) => historyOfGone(run, plan.binding));
        await noteChanges(inside, changes, run.journal.runNumber);
        await run.journal.append(inside, rows);
      }),
  };
}

function failedBy(error: RecordError | undefined, outcome: Outcome<RemovalPlan>): Outcome<RemovalPlan> {
  return error === undefined
    ? outcome
    : { ...outcome, done: 'failed', code: error.code, description: error.message };
}

/** What the deletion of a member means for the history of consent (B56). */
function historyOfGone({ audience, config }: AudienceRun, binding: Binding): ConsentChange[] {
  const { memberId, email, status } = binding;
  const person = { audienceId: audience.id, memberId, email };
  const gone = deletionInMailchimp(person, status);
  if (contactOf(binding) === null) return [gone];
  const to = config.policies.on_remote_delete === 'remove' ? 'removed' : 'opted_out';
  return [gone, changeByBridge(person, { side: 'odoo', what: 'subscription', from: null, to })];
}

async function removeInOdoo(run: OnMailingList<AudienceRun>, bindings: readonly Binding[]): Promise<void> {
  if (run.config.policies.on_remote_delete !== 'remove') return optOut(run, bindings);
  const contactIds = bindings.flatMap((binding) => contactOf(binding) ?? []);
  await removeFromList(run.odoo, run.mailingListId, contactIds);
}

async function optOut(run: OnMailingList<AudienceRun>, bindings: readonly Binding[]): Promise<void> {
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
