import { z } from 'zod';
import { subscriptionAddonValues, type SubscriptionAddonValues } from '../../core/addon-names.js';
import type { OdooSession } from '../../odoo/connect.js';
import { many2one } from '../../odoo/records/field-types.js';
import { searchRead } from '../../odoo/records/search-read.js';
import { updateRecords } from '../../odoo/records/update-records.js';
import { chunk } from '../../support/chunk.js';

/** A member's state, for the contact's subscription to the mailing list or for the subscription itself. */
export type MemberStatusRow = SubscriptionAddonValues & ({ subscriptionId: number } | { contactId: number });

/** More in one call make it slower, not faster (odoo-api §3). */
const pageSize = 1000;

/**
 * Shows MailChimp's status of members of one audience in Odoo (B37). Rows with equal values are one write, and where
 * the values differ too much one write goes through the mailing list: two calls for a thousand rows, not one for each.
 * A contact that isn't on the list is passed over. A subscription that is created or written anyway costs nothing at
 * all: put `subscriptionAddonValues` into that call.
 */
export async function writeMemberStatuses(
  { transport, capabilities }: Pick<OdooSession, 'transport' | 'capabilities'>,
  mailingListId: number,
  rows: readonly MemberStatusRow[],
): Promise<void> {
  const model = capabilities.subscriptionModel;
  const parent = { model: 'mailing.list', id: mailingListId, field: 'subscription_ids' };
  for (const page of chunk(rows, pageSize)) {
    const contactIds = page.flatMap((row) => ('contactId' in row ? [row.contactId] : []));
    const subscriptions = await findSubscriptions({ transport, model }, mailingListId, contactIds);
    const updates = page.flatMap((row) => {
      const id = 'contactId' in row ? subscriptions.get(row.contactId) : row.subscriptionId;
      return id === undefined ? [] : [{ id, values: subscriptionAddonValues(row) }];
    });
    await updateRecords(transport, { model, parent }, updates);
  }
}

async function findSubscriptions(
  { transport, model }: { transport: OdooSession['transport']; model: string },
  mailingListId: number,
  contactIds: readonly number[],
): Promise<Map<number, number>> {
  if (contactIds.length === 0) return new Map();
  const domain = [
    ['list_id', '=', mailingListId],
    ['contact_id', 'in', contactIds],
  ];
  const row = z.object({ id: z.number(), contact_id: many2one });
  const rows = await searchRead(transport, { model, domain, fields: ['contact_id'], row });
  return new Map(rows.flatMap(({ id, contact_id: contact }) => (contact === null ? [] : [[contact, id]])));
}
