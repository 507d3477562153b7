import type { z } from 'zod';
import { OperatorError } from '../../support/errors.js';
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
  const parsed = query.row.array().safeParse(rows);
  if (parsed.success) return parsed.data;
  throw unexpected(query.model, parsed.error);
}

function unexpected(model: string, cause: z.ZodError): OperatorError {
  const issue = cause.issues[0];
  const where = issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
  return new OperatorError(`Odoo answered a read of ${model} in a form the bridge doesn't know${where}`, {
    code: 'odoo.unexpected_answer',
    hint: 'Report this with the Odoo version; nothing was changed.',
    cause,
  });
}
