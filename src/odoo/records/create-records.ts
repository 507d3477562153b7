import { z } from 'zod';
import type { OdooTransport } from '../transport/odoo-transport.js';
import { writeContext } from './write-context.js';

export type Values = Readonly<Record<string, unknown>>;

/** Creates all records in one call, which is one transaction: all of them or none. Ids in the order given. */
export async function createRecords(
  odoo: OdooTransport,
  model: string,
  valuesList: readonly Values[],
): Promise<number[]> {
  if (valuesList.length === 0) return [];
  const created = await odoo.call({
    model,
    method: 'create',
    params: { vals_list: valuesList },
    context: writeContext,
  });
  return z.array(z.number()).length(valuesList.length).parse(created);
}
