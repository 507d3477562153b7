import { z } from 'zod';
import type { OdooValues } from '../../core/mapping/odoo-field.js';
import { chunk } from '../../support/chunk.js';
import { searchRead } from './search-read.js';
import type { OdooTransport } from '../transport/odoo-transport.js';

const idsAtOnce = 1000;
const row = z.looseObject({ id: z.number() });

/** Records by id, archived ones too; those that are gone are left out. */
export async function readRecords(
  odoo: OdooTransport,
  model: string,
  ids: readonly number[],
  fields: readonly string[],
): Promise<Map<number, OdooValues>> {
  const records = new Map<number, OdooValues>();
  for (const some of chunk(ids, idsAtOnce)) {
    const rows = await searchRead(odoo, {
      model,
      domain: [['id', 'in', some]],
      fields,
      row,
      context: { active_test: false },
    });
    for (const record of rows) records.set(record.id, record);
  }
  return records;
}
