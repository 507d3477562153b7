import type { z } from 'zod';
import { parseResult } from '../parse-result.js';
import type { OdooTransport } from '../transport/odoo-transport.js';

export type Domain = readonly unknown[];

export interface SearchRead<Row> {
  model: string;
  domain: Domain;
  fields: readonly string[];
  row: z.ZodType<Row>;
  order?: string;
  limit?: number;
  context?: Readonly<Record<string, unknown>>;
}

/** Records of a model, parsed at the border. Archived records are left out unless the context says otherwise. */
export async function searchRead<Row>(odoo: OdooTransport, query: SearchRead<Row>): Promise<Row[]> {
  const rows = await odoo.call({
    model: query.model,
    method: 'search_read',
    params: {
      domain: query.domain,
      fields: query.fields,
      ...(query.order === undefined ? {} : { order: query.order }),
      ...(query.limit === undefined ? {} : { limit: query.limit }),
    },
    ...(query.context === undefined ? {} : { context: query.context }),
  });
  return parseResult(query.row.array(), rows, `a read of ${query.model}`);
}
