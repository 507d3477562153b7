import { subscriptionValues } from '../../odoo/people/subscription-draft.js';
import { createRecords } from '../../odoo/records/create-records.js';
import { updateRecords, type RecordUpdate } from '../../odoo/records/update-records.js';
import type { BoundRun } from '../sync-context.js';
import type { AddonColumns } from './addon-columns.js';
import type { MemberPlan } from './plan-member.js';

/** Puts contacts on the mailing list that are not on it, and what the addon shows on the subscriptions that are there. */
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
    const values = current === null ? {} : addon.changed(plan);
    return current === null || Object.keys(values).length === 0 ? [] : [{ id: current.id, values }];
  });
  await updateRecords(run.odoo.transport, target, updates);
  const missing = plans.flatMap((plan) => {
    const { person, subscription } = plan;
    if (subscription === null || person.contact === null) return [];
    const values = { ...subscriptionValues(run.odoo, subscription), ...addon.made(plan) };
    return [{ list_id: run.mailingListId, contact_id: person.contact.id, ...values }];
  });
  await createRecords(run.odoo.transport, model, missing);
}
