import { z } from 'zod';
import type { OdooTransport } from '../transport/odoo-transport.js';
import type { Domain } from './search-read.js';

export async function countRecords(odoo: OdooTransport, model: string, domain: Domain): Promise<number> {
  return z.number().parse(await odoo.call({ model, method: 'search_count', params: { domain } }));
}
