import { emailKey, isBlank, type FieldValue, type FieldValues } from '../field-value.js';
import type { FieldMapping } from './field-mapping.js';
import { readSource, type MappableRecord, type MappingTools } from './read-source.js';
import { Unfit } from './unfit.js';

/** The records that stand for one person in Odoo. */
export interface MappablePerson {
  contact: MappableRecord | null;
  customer: MappableRecord | null;
}

/** What Odoo holds of one person, in MailChimp's form. */
export interface OdooSide {
  values: FieldValues;
  /** Why a value can't be sent, by key; `values` has it as it stands in Odoo. */
  unfit: ReadonlyMap<string, string>;
}

/**
 * The address and the mapped values of a person in Odoo, empty as `''`. One rule on every path (B6): the mailing
 * contact's value, and where that is empty or the contact has no such field the customer's.
 */
export function odooSide(
  mappings: readonly FieldMapping[],
  person: MappablePerson,
  tools: MappingTools,
): OdooSide {
  const values: FieldValues = { [emailKey]: person.contact?.address ?? '' };
  const unfit = new Map<string, string>();
  for (const mapping of mappings) {
    const found = readMapping(mapping, person, tools);
    values[mapping.key] = found.raw;
    if (found.value instanceof Unfit) unfit.set(mapping.key, found.value.reason);
    else values[mapping.key] = found.value;
  }
  return { values, unfit };
}

interface Found {
  value: FieldValue | Unfit;
  raw: FieldValue;
}

function readMapping(
  mapping: FieldMapping,
  { contact, customer }: MappablePerson,
  tools: MappingTools,
): Found {
  const { target } = mapping;
  const nothing: Found = { value: target.kind === 'merge_field' ? '' : false, raw: '' };
  const read = (source: FieldMapping['contact'], record: MappableRecord | null): Found =>
    source === null || record === null ? nothing : readSource(source, target, record, tools);
  const ofContact = read(mapping.contact, contact);
  return isEmpty(ofContact) ? read(mapping.customer, customer) : ofContact;
}

/** A no counts as empty here: a tag may be on either of the two. */
function isEmpty({ value }: Found): boolean {
  return !(value instanceof Unfit) && (isBlank(value) || value === false);
}
