import { z } from 'zod';
import type { OdooSession } from './connect.js';
import { searchRead } from './records/search-read.js';

const ownRow = z.object({ companies_count: z.number(), company_ids: z.array(z.number()) });

/**
 * How many companies of this Odoo the calls of the bridge are not for: those that the user is not in, or that
 * `odoo.companies` leaves out. Their customers don't show (B60, odoo-api §6). One call.
 */
export async function countHiddenCompanies({
  transport,
  uid,
  companies,
}: Pick<OdooSession, 'transport' | 'uid' | 'companies'>): Promise<{ hidden: number; seen: number }> {
  const [own] = await searchRead(transport, {
    model: 'res.users',
    domain: [['id', '=', uid]],
    // The count is of all of them, whoever asks; an administrator may read companies that the calls are not for.
    fields: ['companies_count', 'company_ids'],
    row: ownRow,
  });
  const seen = (companies ?? own?.company_ids ?? []).length;
  return { hidden: Math.max(0, (own?.companies_count ?? seen) - seen), seen };
}
