import { splitName } from '../person-name.js';
import type { FieldValues } from '../sync-base.js';
import type { FieldRule, FieldSource } from './field-rule.js';

/** The fields of an Odoo record a mapping can read. */
export interface MappableRecord {
  name: string | null;
  email: string | null;
}

/**
 * The values Odoo holds for a person, by merge tag, empty as `''`. One rule on every path (B6): the mailing
 * contact's value, and where that is empty the customer's.
 */
export function odooValues(
  rules: readonly FieldRule[],
  contact: MappableRecord | null,
  customer: MappableRecord | null,
): FieldValues {
  const values: FieldValues = {};
  for (const rule of rules) {
    const value = readSource(rule.contact, contact) || readSource(rule.customer, customer);
    if (value !== null) values[rule.tag] = value;
  }
  return values;
}

/** Null where the source can't be read at all, so that the field is left alone. */
function readSource(source: FieldSource, record: MappableRecord | null): string | null {
  switch (source.kind) {
    case 'constant':
      return source.value;
    case 'email':
      return record?.email ?? '';
    case 'name':
      return readName(source.part, record?.name ?? null);
    case 'path':
      return null;
  }
}

function readName(part: 'first' | 'last' | 'full', name: string | null): string {
  return part === 'full' ? (name ?? '').trim() : splitName(name)[part];
}
