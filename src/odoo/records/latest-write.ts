import { z } from 'zod';
import { searchRead } from './search-read.js';
import type { OdooTransport } from '../transport/odoo-transport.js';

/**
 * When a model was last written, `YYYY-MM-DD HH:MM:SS`, UTC; null when it has no records. Rows without a date are passed
 * over, which sorts before every other: Odoo 14.0 makes such subscriptions when a contact's lists are set (`list_ids`).
 */
export async function latestWrite(
  odoo: OdooTransport,
  model: string,
  domain: readonly unknown[],
): Promise<string | null> {
  const [row] = await searchRead(odoo, {
    model,
    domain: [...domain, ['write_date', '!=', false]],
    fields: ['write_date'],
    row: z.object({ write_date: z.string() }),
    order: 'write_date desc',
    limit: 1,
    context: { active_test: false },
  });
  return row?.write_date ?? null;
}
