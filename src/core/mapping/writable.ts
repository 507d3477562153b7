import { consentHolderKey } from '../consent-holder.js';
import type { FieldMapping, OdooSource } from './field-mapping.js';
import type { OdooField } from './odoo-field.js';

/** A record to be found by one of its values, for a many2one to point at. */
export interface Lookup {
  /** The many2one to write. */
  field: OdooField;
  model: string;
  by: string;
}

/** Types of the fields a record is found by. */
const telling = ['char', 'text'];

/**
 * How a many2one is written: by the text its path ends at, a bare one by the name it shows. Null for any other: a number
 * or a yes tells no record from another.
 */
export function lookupOf(source: OdooSource): Lookup | null {
  if (source.kind !== 'path') return null;
  const [first, second] = source.path;
  if (first?.type !== 'many2one' || first.relation === null || source.path.length > 2) return null;
  if (second !== undefined && !telling.includes(second.type)) return null;
  return { field: first, model: first.relation, by: second?.name ?? 'name' };
}

/** Whether a value can be written to where it is read from (B4). */
export function isWritable(source: OdooSource): boolean {
  switch (source.kind) {
    case 'constant':
    case 'email':
      return false;
    case 'name':
    case 'address':
    case 'category':
      return true;
    case 'path':
      return source.path[0]?.readonly === false && (source.path.length === 1 || lookupOf(source) !== null);
  }
}

/** The record a mapped value is written to: the first one that is there and has the field. */
export function destinationOf(
  { sources }: FieldMapping,
  has: Readonly<Record<string, boolean>>,
): { on: string; source: OdooSource } | null {
  for (const [on, source] of Object.entries(sources)) {
    if (source === null || has[on] !== true || !isWritable(source)) continue;
    // A name is the contact's alone: a customer may be a company.
    if (on === consentHolderKey || source.kind !== 'name') return { on, source };
  }
  return null;
}
