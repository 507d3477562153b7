import type { OdooSession } from '../connect.js';
import { updateRecords } from '../records/update-records.js';
import { subscriptionValues, type SubscriptionDraft } from './subscription-draft.js';

export interface OptOutWrite extends SubscriptionDraft {
  subscriptionId: number;
}

/** Writes opt-outs of subscriptions on one mailing list, in as few calls as there are different ones. */
export async function writeOptOuts(
  odoo: OdooSession,
  mailingListId: number,
  writes: readonly OptOutWrite[],
): Promise<void> {
  const updates = writes.map(({ subscriptionId, ...draft }) => ({
    id: subscriptionId,
    values: subscriptionValues(odoo, draft),
  }));
  const model = odoo.capabilities.subscriptionModel;
  const parent = { model: 'mailing.list', id: mailingListId, field: 'subscription_ids' };
  await updateRecords(odoo.transport, { model, parent }, updates);
}
