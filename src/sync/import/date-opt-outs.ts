import { z } from 'zod';
import { writeOptOutDates } from '../../odoo/people/opt-out-dates.js';
import { many2one } from '../../odoo/records/field-types.js';
import { searchRead } from '../../odoo/records/search-read.js';
import type { AudienceRun } from '../sync-context.js';
import type { MemberPlan } from './plan-member.js';

const subscriptionRow = z.object({ id: z.number(), contact_id: many2one });

/** Gives the opt-outs just written their true dates where Odoo set its own (up to 16). */
export async function dateOptOuts(
  run: AudienceRun & { mailingListId: number },
  contactIds: ReadonlyMap<MemberPlan, number>,
): Promise<void> {
  const dates = new Map<number, string>();
  for (const [{ subscription }, contactId] of contactIds) {
    const date = subscription?.optOutDate ?? null;
    if (date !== null) dates.set(contactId, date);
  }
  if (dates.size === 0) return;
  const rows = await searchRead(run.odoo.transport, {
    model: run.odoo.capabilities.subscriptionModel,
    domain: [
      ['list_id', '=', run.mailingListId],
      ['contact_id', 'in', [...dates.keys()]],
    ],
    fields: ['contact_id'],
    row: subscriptionRow,
  });
  const dated = rows.flatMap(({ id, contact_id: contactId }) => {
    const date = contactId === null ? undefined : dates.get(contactId);
    return date === undefined ? [] : [{ subscriptionId: id, date }];
  });
  await writeOptOutDates(run.odoo, run.mailingListId, dated);
}
