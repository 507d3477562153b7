import { consentHolderKey } from '../consent-holder.js';
import { emailKey, isBlank, type FieldValue, type FieldValues } from '../field-value.js';
import type { FieldMapping } from './field-mapping.js';
import { readSource, type MappableRecord, type MappingTools } from './read-source.js';
import { Unfit } from './unfit.js';

/** The records that stand for one person in Odoo, by key of their object type. */
export type MappablePerson = Readonly<Record<string, MappableRecord | null>>;

/** What Odoo holds of one person, in MailChimp's form. */
export interface OdooSide {
  values: FieldValues;
  /** Why a value can't be sent, by key; `values` has it as it stands in Odoo, half an address as `''` (B5). */
  unfit: ReadonlyMap<string, string>;
  /** The record each value is from, by key; of an empty value all that could have it. */
  holders: ReadonlyMap<string, readonly string[]>;
  /** Keys whose value is a no or a 0, which Odoo puts by itself: nobody may ever have given it. */
  defaults: ReadonlySet<string>;
}

/**
 * The address and the mapped values of a person in Odoo, empty as `''`. One rule on every path (B6): the mailing
 * contact's value, and where that is empty or the contact has no such field that of the next type.
 */
export function odooSide(
  mappings: readonly FieldMapping[],
  person: MappablePerson,
  tools: MappingTools,
): OdooSide {
  const values: FieldValues = { [emailKey]: person[consentHolderKey]?.address ?? '' };
  const unfit = new Map<string, string>();
  const holders = new Map<string, readonly string[]>();
  const defaults = new Set<string>();
  for (const mapping of mappings) {
    const { key } = mapping;
    const { value, raw, from } = readMapping(mapping, person, tools);
    values[key] = value instanceof Unfit ? raw : value;
    if (value instanceof Unfit) unfit.set(key, value.reason);
    if (raw === false || raw === 0) defaults.add(key);
    holders.set(key, from);
  }
  return { values, unfit, holders, defaults };
}

interface Found {
  value: FieldValue | Unfit;
  raw: FieldValue;
}

/** The value of one mapping by the rule of B6, and the records it is from. */
export function readMapping(
  mapping: FieldMapping,
  person: MappablePerson,
  tools: MappingTools,
): Found & { from: readonly string[] } {
  const found = Object.keys(mapping.sources).flatMap((on) => {
    const one = readFrom(on, mapping, person, tools);
    return one === null ? [] : [{ ...one, on }];
  });
  const holder = found.find((one) => !isEmpty(one));
  if (holder !== undefined) return { ...holder, from: [holder.on] };
  const nothing: Found = { value: mapping.target.kind === 'merge_field' ? '' : false, raw: '' };
  return { ...(found[0] ?? nothing), from: found.map(({ on }) => on) };
}

/** Null where the record isn't there or has no such field; a constant needs none. */
function readFrom(
  on: string,
  mapping: FieldMapping,
  person: MappablePerson,
  tools: MappingTools,
): Found | null {
  const source = mapping.sources[on] ?? null;
  const record = person[on] ?? (source?.kind === 'constant' ? noRecord : null);
  return source === null || record === null ? null : readSource(source, mapping.target, record, tools);
}

const noRecord: MappableRecord = { values: {}, address: null, tags: [] };

/** A no counts as empty here: a tag may be on any of the records. So does half an address. */
function isEmpty({ value, raw }: Found): boolean {
  return value instanceof Unfit ? isBlank(raw) : isBlank(value) || value === false;
}
