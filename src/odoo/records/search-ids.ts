import { z } from 'zod';
import type { OdooTransport } from '../transport/odoo-transport.js';
import { parseResult } from '../parse-result.js';
import type { Domain } from './search-read.js';

/** Ids of all records of a domain, ascending, in one call: a hundred thousand of them are less than a megabyte. */
export async function searchIds(odoo: OdooTransport, model: string, domain: Domain): Promise<number[]> {
  const answer = await odoo.call({ model, method: 'search', params: { domain, order: 'id' } });
  return parseResult(z.array(z.number()), answer, `a search of ${model}`);
}
