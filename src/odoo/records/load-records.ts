import { z } from 'zod';
import { RecordError } from '../../support/errors.js';
import { oneLine } from '../one-line.js';
import { parseResult } from '../parse-result.js';
import type { OdooTransport } from '../transport/odoo-transport.js';

/** As a CSV file: `id` is the external id, `parent_id/id` a many2one by external id, `line_ids/name` a sub-record's field. */
export interface ImportTable {
  fields: readonly string[];
  rows: readonly (readonly string[])[];
}

const loaded = z.object({
  ids: z.union([z.array(z.number()), z.literal(false)]),
  messages: z.array(z.object({ type: z.string(), message: z.string() })),
});

/** Labels and texts in the language they are written in, whatever the user's own is. */
export const sourceLanguage = { lang: 'en_US' } as const;

/**
 * Creates the records, or updates those whose external id is there already; with their external ids in one
 * transaction, all or none. This is `load`, Odoo's CSV import, so a call can be made again after any failure.
 * @returns the records' ids in the order of the rows that have an external id
 * @throws RecordError `odoo.import` with Odoo's first complaint, `odoo.server_error` when Odoo itself failed
 */
export async function loadRecords(
  odoo: OdooTransport,
  model: string,
  { fields, rows }: ImportTable,
): Promise<number[]> {
  const answer = await odoo.call({
    model,
    method: 'load',
    params: { fields, data: rows },
    context: sourceLanguage,
  });
  const { ids, messages } = parseResult(loaded, answer, `load of ${model}`);
  if (ids !== false) return ids;
  const complaint = messages.find(({ type }) => type === 'error')?.message ?? 'no reason given';
  throw new RecordError(`Odoo refused to load ${model}: ${oneLine(complaint)}`, {
    code: pythonError.test(complaint) ? 'odoo.server_error' : 'odoo.import',
  });
}

/** Odoo puts the class before the words of whatever isn't its own refusal. */
const pythonError = /<class '(?!odoo\.)/u;
