import { z } from 'zod';
import { oddPlace } from '../../support/odd-place.js';
import { parseResult } from '../parse-result.js';
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
  const listed = parseResult(z.array(z.unknown()), answer, `a read of ${model}`);
  const rows: Row[] = [];
  const odd: OddRow[] = [];
  for (const raw of listed) {
    const parsed = row.safeParse(raw);
    if (parsed.success) rows.push(parsed.data);
    else
      odd.push({
        model,
        id: identified.safeParse(raw).data?.id ?? null,
        problem: oddPlace(parsed.error, raw),
      });
  }
  return { rows, odd };
}
