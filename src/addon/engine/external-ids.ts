import { z } from 'zod';
import { createRecords } from '../../odoo/records/create-records.js';
import { searchRead } from '../../odoo/records/search-read.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';
import { groupBy } from '../../support/group-by.js';
import { addonModule } from '../definition/addon-item.js';

export interface ExternalId {
  /** Id of the `ir.model.data` record itself. */
  id: number;
  /** Without the module. */
  name: string;
  model: string;
  recordId: number;
}

const row = z
  .object({ id: z.number(), module: z.string(), name: z.string(), model: z.string(), res_id: z.number() })
  .transform(({ res_id: recordId, ...rest }) => ({ ...rest, recordId }));
const fields = ['module', 'name', 'model', 'res_id'];

/** Everything the bridge ever made in this Odoo and still has a name for. */
export function readOwnIds(odoo: OdooTransport): Promise<ExternalId[]> {
  const domain = [['module', '=', addonModule]];
  return searchRead(odoo, { model: 'ir.model.data', domain, fields, row, order: 'id' });
}

/** Record ids by whole external id; those Odoo doesn't have are missing. */
export async function readForeignIds(
  odoo: OdooTransport,
  xmlIds: readonly string[],
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const byModule = groupBy(xmlIds, (xmlId) => xmlId.split('.')[0] ?? '');
  for (const [module, ids] of byModule) {
    const names = ids.map((xmlId) => xmlId.slice(module.length + 1));
    const domain = [
      ['module', '=', module],
      ['name', 'in', names],
    ];
    const rows = await searchRead(odoo, { model: 'ir.model.data', domain, fields, row });
    for (const { name, recordId } of rows) found.set(`${module}.${name}`, recordId);
  }
  return found;
}

/** Gives names to records that are there already. */
export async function nameRecords(
  odoo: OdooTransport,
  model: string,
  records: readonly { name: string; recordId: number }[],
): Promise<void> {
  const values = records.map(({ name, recordId }) => ({
    module: addonModule,
    name,
    model,
    res_id: recordId,
  }));
  await createRecords(odoo, 'ir.model.data', values);
}
