import { z } from 'zod';
import { pagesAfter } from '../../support/pages-after.js';
import type { OdooSession } from '../connect.js';
import { countRecords } from '../records/count-records.js';
import { many2one } from '../records/field-types.js';
import { searchRead } from '../records/search-read.js';

type Odoo = Pick<OdooSession, 'transport' | 'capabilities'>;

export interface ListSubscription {
  id: number;
  contactId: number | null;
}

const subscriptionRow = z
  .object({ id: z.number(), contact_id: many2one })
  .transform(({ id, contact_id: contactId }): ListSubscription => ({ id, contactId }));

/** The most in one call. */
const pageSize = 5000;

/** Who is on a mailing list, page by page, the oldest subscription first. */
export function listSubscriptions(odoo: Odoo, mailingListId: number): AsyncGenerator<ListSubscription[]> {
  return pagesAfter(
    ({ after, limit }) =>
      searchRead(odoo.transport, {
        model: odoo.capabilities.subscriptionModel,
        domain: [
          ['list_id', '=', mailingListId],
          ['id', '>', Number(after)],
        ],
        fields: ['contact_id'],
        row: subscriptionRow,
        order: 'id',
        limit,
      }),
    ({ id }) => String(id),
    pageSize,
  );
}

/** How many subscriptions of a mailing list have this id or a lower one. */
export function countSubscriptionsUpTo(odoo: Odoo, mailingListId: number, id: number): Promise<number> {
  return countRecords(odoo.transport, odoo.capabilities.subscriptionModel, [
    ['list_id', '=', mailingListId],
    ['id', '<=', id],
  ]);
}

/** Id of the newest subscription of a mailing list; 0 when there is none. */
export async function latestSubscription(odoo: Odoo, mailingListId: number): Promise<number> {
  const [latest] = await searchRead(odoo.transport, {
    model: odoo.capabilities.subscriptionModel,
    domain: [['list_id', '=', mailingListId]],
    fields: ['contact_id'],
    row: subscriptionRow,
    order: 'id desc',
    limit: 1,
  });
  return latest?.id ?? 0;
}
