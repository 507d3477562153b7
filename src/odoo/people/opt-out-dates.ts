import type { OdooSession } from '../connect.js';
import type { RecordUpdate } from '../records/update-records.js';
import { updateRecords } from '../records/update-records.js';

/**
 * Up to Odoo 16 every write of `opt_out` sets the date to now, whatever date comes with it (odoo-api §2), so
 * that there the true date needs a write of its own.
 */
export function datesNeedOwnWrite(odoo: OdooSession): boolean {
  return odoo.capabilities.optOutDate === 'unsubscription_date';
}

export async function writeOptOutDates(
  odoo: OdooSession,
  mailingListId: number,
  dates: readonly { subscriptionId: number; date: string }[],
): Promise<void> {
  const updates = dates.map(({ subscriptionId, date }): RecordUpdate => {
    return { id: subscriptionId, values: { [odoo.capabilities.optOutDate]: date } };
  });
  await updateRecords(
    odoo.transport,
    {
      model: odoo.capabilities.subscriptionModel,
      parent: { model: 'mailing.list', id: mailingListId, field: 'subscription_ids' },
    },
    updates,
  );
}
