import { subscriptionValues } from '../../odoo/people/create-contacts.js';
import { createRecords } from '../../odoo/records/create-records.js';
import { updateRecords, type RecordUpdate } from '../../odoo/records/update-records.js';
import type { BoundRun } from '../sync-context.js';
import type { AddonColumns } from './addon-columns.js';
import type { MemberPlan } from './plan-member.js';
import { draftOf } from './planned-subscription.js';

/** Consent and what the addon shows of it, on the subscriptions of all contacts of the addresses. */
export async function writeSubscriptions(
  run: BoundRun,
  plans: readonly MemberPlan[],
  addon: AddonColumns,
): Promise<void> {
  const model = run.odoo.capabilities.subscriptionModel;
  const target = {
    model,
    parent: { model: 'mailing.list', id: run.mailingListId, field: 'subscription_ids' },
  };
  const updates = plans.flatMap((plan): RecordUpdate[] => {
    const current = plan.person.contact?.subscription ?? null;
    if (current === null) return [];
    const consent = plan.subscription === null ? {} : subscriptionValues(run.odoo, plan.subscription);
    const values = { ...consent, ...addon.changed(plan) };
    return Object.keys(values).length === 0 ? [] : [{ id: current.id, values }];
  });
  const others = plans.flatMap((plan) => otherSubscriptions(run, plan));
  await updateRecords(run.odoo.transport, target, [...updates, ...others]);
  const missing = plans.flatMap((plan) => {
    const { person, subscription } = plan;
    if (subscription === null || person.contact?.subscription !== null) return [];
    const values = { ...subscriptionValues(run.odoo, subscription), ...addon.made(plan) };
    return [{ list_id: run.mailingListId, contact_id: person.contact.id, ...values }];
  });
  await createRecords(run.odoo.transport, model, missing);
}

function otherSubscriptions(
  run: BoundRun,
  { member, person, consent, otherSubscriptions: ids }: MemberPlan,
): RecordUpdate[] {
  const values = subscriptionValues(run.odoo, draftOf(person.consent, consent, member));
  return ids.map((id) => ({ id, values }));
}
