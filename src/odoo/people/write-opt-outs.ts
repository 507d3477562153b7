import type { OdooSession } from '../connect.js';
import { updateRecords } from '../records/update-records.js';
import { subscriptionValues } from './create-contacts.js';

export interface OptOutWrite {
  subscriptionId: number;
  optOut: boolean;
  /** `YYYY-MM-DD HH:MM:SS`, UTC; null lets Odoo take the time of the call. */
  date: string | null;
}

/** Writes opt-outs of subscriptions on one mailing list, in as few calls as there are different ones. */
export async function writeOptOuts(
  odoo: OdooSession,
  mailingListId: number,
  writes: readonly OptOutWrite[],
): Promise<void> {
  const updates = writes.map(({ subscriptionId, optOut, date }) => ({
    id: subscriptionId,
    values: subscriptionValues(odoo, { optOut, optOutDate: date }),
  }));
  const model = odoo.capabilities.subscriptionModel;
  const parent = { model: 'mailing.list', id: mailingListId, field: 'subscription_ids' };
  await updateRecords(odoo.transport, { model, parent }, updates);
}
