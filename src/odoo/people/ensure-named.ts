import { createRecords, type Values } from '../records/create-records.js';
import { findByValue } from '../records/find-by-value.js';
import type { OdooTransport } from '../transport/odoo-transport.js';

type NamedModel = 'res.partner.category';

/** Ids of the records of these names, by lower-case name; the oldest where a name is there twice. */
function findNamed(
  odoo: OdooTransport,
  model: NamedModel,
  names: readonly string[],
): Promise<Map<string, number>> {
  return findByValue(odoo, { model, field: 'name' }, names);
}

/** The same, and makes those that are missing (one call for all of them). */
export async function ensureNamed(
  odoo: OdooTransport,
  model: NamedModel,
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
