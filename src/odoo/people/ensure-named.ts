import { z } from 'zod';
import { createRecords, type Values } from '../records/create-records.js';
import { searchRead } from '../records/search-read.js';
import type { OdooTransport } from '../transport/odoo-transport.js';

const namedRow = z.object({ id: z.number(), name: z.string() });

/** Ids of the records of these names, by lower-case name; the oldest where a name is there twice. */
export async function findNamed(
  odoo: OdooTransport,
  model: 'mailing.list' | 'res.partner.category',
  names: readonly string[],
): Promise<Map<string, number>> {
  if (names.length === 0) return new Map();
  const terms = names.map((name) => ['name', '=ilike', escapeLike(name)]);
  const domain = [...terms.slice(1).map(() => '|'), ...terms];
  const rows = await searchRead(odoo, { model, domain, fields: ['name'], row: namedRow, order: 'id desc' });
  return new Map(rows.map(({ id, name }) => [name.trim().toLowerCase(), id]));
}

/** The same, and makes those that are missing (one call for all of them). */
export async function ensureNamed(
  odoo: OdooTransport,
  model: 'mailing.list' | 'res.partner.category',
  names: readonly string[],
): Promise<Map<string, number>> {
  const found = await findNamed(odoo, model, names);
  const missing = new Map<string, Values>();
  for (const name of names) {
    const key = name.trim().toLowerCase();
    if (!found.has(key) && !missing.has(key)) missing.set(key, { name: name.trim() });
  }
  const ids = await createRecords(odoo, model, [...missing.values()]);
  [...missing.keys()].forEach((key, index) => found.set(key, ids[index] ?? 0));
  return found;
}

/** `=ilike` takes `%` and `_` as wildcards. */
function escapeLike(name: string): string {
  return name.trim().replace(/[\\%_]/gu, (character) => `\\${character}`);
}
