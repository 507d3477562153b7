import { z } from 'zod';
import { consentHolderModel } from '../../core/consent-holder.js';
import type { OdooSession } from '../connect.js';
import { many2one } from '../records/field-types.js';
import { searchRead } from '../records/search-read.js';
import { unlinkRecords } from '../records/unlink-records.js';

const subscriptionRow = z.object({ id: z.number(), contact_id: many2one, list_id: many2one });

/** Takes contacts off a mailing list; one that is on no other is deleted (B33). Customers are never touched. */
export async function removeFromList(
  odoo: OdooSession,
  mailingListId: number,
  contactIds: readonly number[],
): Promise<void> {
  const { transport, capabilities } = odoo;
  const rows = await searchRead(transport, {
    model: capabilities.subscriptionModel,
    domain: [['contact_id', 'in', contactIds]],
    fields: ['contact_id', 'list_id'],
    row: subscriptionRow,
  });
  const elsewhere = new Set(rows.filter((row) => row.list_id !== mailingListId).map((row) => row.contact_id));
  const here = rows.filter((row) => row.list_id === mailingListId);
  const last = here.flatMap((row) => (elsewhere.has(row.contact_id) ? [] : (row.contact_id ?? [])));
  const others = here.filter((row) => elsewhere.has(row.contact_id)).map(({ id }) => id);
  await unlinkRecords(transport, capabilities.subscriptionModel, others);
  await unlinkRecords(transport, consentHolderModel, last);
}
