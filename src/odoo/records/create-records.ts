import { z } from 'zod';
import type { Decided } from '../../core/decided.js';
import type { OdooTransport } from '../transport/odoo-transport.js';
import { writeContext } from './write-context.js';

/** Of a record's fields; an opt-out among them only as consent has decided it (B45). */
export type Values = Readonly<Record<string, unknown>> & { readonly opt_out?: Decided<boolean> };

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
