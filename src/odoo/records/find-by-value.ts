import { z } from 'zod';
import { chunk } from '../../support/chunk.js';
import { char } from './field-types.js';
import { searchRead } from './search-read.js';
import type { OdooTransport } from '../transport/odoo-transport.js';

const valuesAtOnce = 1000;

/** Ids of the records whose text field has one of these values, by value; the oldest where there are several. */
export async function findByValue(
  odoo: OdooTransport,
  { model, field }: { model: string; field: string },
  values: readonly string[],
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const some of chunk(values, valuesAtOnce)) {
    const rows = await searchRead(odoo, {
      model,
      domain: [[field, 'in', some]],
      fields: [field],
      row: z.looseObject({ id: z.number(), [field]: char }),
      order: 'id desc',
    });
    for (const row of rows) found.set(String(row[field]), Number(row.id));
  }
  return found;
}
