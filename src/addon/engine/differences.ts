import { isActionReference, isReference, type AddonItem, type AddonValue } from '../definition/addon-item.js';
import type { Resolve } from './table-of.js';

/** A record as Odoo reads it. */
export type OdooRow = Readonly<Record<string, unknown>>;

/** The fields in which the record in Odoo isn't what the definition says. */
export function differences(item: AddonItem, row: OdooRow, resolve: Resolve): string[] {
  return Object.entries(item.values)
    .filter(([field, value]) => !isSame(value, row[field], resolve))
    .map(([field]) => field);
}

function isSame(wanted: AddonValue, found: unknown, resolve: Resolve): boolean {
  if (typeof wanted === 'boolean' || typeof wanted === 'number') return found === wanted;
  if (typeof wanted === 'string') return asText(found) === asText(wanted);
  if (isReference(wanted)) return Array.isArray(found) && found[0] === resolve(wanted.ref);
  if (isActionReference(wanted)) return found === `${wanted.kind},${resolve(wanted.action) ?? ''}`;
  const ids = wanted.map(({ ref }) => resolve(ref));
  return Array.isArray(found) && found.length === ids.length && ids.every((id) => found.includes(id));
}

/** Odoo may store a view with other white space than it was given; an empty text comes back as `false`. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value.replace(/\s+/gu, ' ').trim() : '';
}
