import type { OdooTransport } from '../transport/odoo-transport.js';
import { writeContext } from './write-context.js';

/** Deletes the records in one call, all or none. */
export async function unlinkRecords(
  odoo: OdooTransport,
  model: string,
  ids: readonly number[],
): Promise<void> {
  if (ids.length > 0) await odoo.call({ model, method: 'unlink', ids, context: writeContext });
}
