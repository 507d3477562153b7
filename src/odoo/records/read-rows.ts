import { z } from 'zod';
import { OperatorError } from '../../support/errors.js';
import type { OdooTransport } from '../transport/odoo-transport.js';
import type { SearchRead } from './search-read.js';

/** A row that is not in the form the bridge knows. */
export interface OddRow {
  model: string;
  /** Null when not even that can be read. */
  id: number | null;
  /** What is odd about it. */
  problem: string;
}

const identified = z.object({ id: z.number() });

/** Like `searchRead`, but every row is parsed by itself: an odd one spoils nothing but itself (B45). */
export async function readRows<Row>(
  odoo: OdooTransport,
  { model, domain, fields, row, order, limit, context }: SearchRead<Row>,
): Promise<{ rows: Row[]; odd: OddRow[] }> {
  const answer = await odoo.call({
    model,
    method: 'search_read',
    params: {
      domain,
      fields,
      ...(order === undefined ? {} : { order }),
      ...(limit === undefined ? {} : { limit }),
    },
    ...(context === undefined ? {} : { context }),
  });
  const listed = z.array(z.unknown()).safeParse(answer);
  if (!listed.success) throw noRows(model, listed.error);
  const rows: Row[] = [];
  const odd: OddRow[] = [];
  for (const raw of listed.data) {
    const parsed = row.safeParse(raw);
    if (parsed.success) rows.push(parsed.data);
    else odd.push({ model, id: identified.safeParse(raw).data?.id ?? null, problem: inWords(parsed.error) });
  }
  return { rows, odd };
}

function inWords({ issues: [issue] }: z.ZodError): string {
  return issue === undefined ? 'unknown form' : `${issue.path.join('.')}: ${issue.message}`;
}

function noRows(model: string, cause: z.ZodError): OperatorError {
  return new OperatorError(`Odoo answered a read of ${model} in a form the bridge doesn't know`, {
    code: 'odoo.unexpected_answer',
    hint: 'Report this with the Odoo version; nothing was changed.',
    cause,
  });
}
