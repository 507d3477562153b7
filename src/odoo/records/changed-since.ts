import type { z } from 'zod';
import { searchRead } from './search-read.js';
import type { OdooTransport } from '../transport/odoo-transport.js';

export interface ChangedQuery<Row> {
  model: string;
  /** Terms that all have to hold. */
  domain: readonly unknown[];
  fields: readonly string[];
  row: z.ZodType<Row>;
  /** `YYYY-MM-DD HH:MM:SS`, UTC, inclusive. */
  since: string;
}

/** What is worth one call: ids and dates are small. */
const pageSize = 5000;

/** The records written since, archived ones too, by id: stable while records change (odoo-api §2). */
export async function* changedSince<Row extends { id: number }>(
  odoo: OdooTransport,
  { model, domain, fields, row, since }: ChangedQuery<Row>,
): AsyncGenerator<Row[]> {
  let after = 0;
  for (;;) {
    const page = await searchRead(odoo, {
      model,
      domain: [...domain, ['write_date', '>=', since], ['id', '>', after]],
      fields: ['write_date', ...fields],
      row,
      order: 'id',
      limit: pageSize,
      context: { active_test: false },
    });
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.id ?? after;
  }
}
