import { addressFields } from '../../core/mapping/convert/address.js';
import type { FieldMapping, MergeTarget, OdooSource } from '../../core/mapping/field-mapping.js';
import type { Mapping } from '../../core/mapping/mapping.js';
import { consentHolder, usualSource } from '../../objects/registry.js';
import type { MergeField } from '../../mailchimp/merge-field.js';
import { checkField } from './check-field.js';
import type { MappingEntry } from './mapping-entries.js';
import { resolvePlace, type FieldsOf, type ResolvedPlace } from './resolve-place.js';

export interface MailchimpSchema {
  mergeFields: readonly MergeField[];
  /** Null when none is mapped and none was asked for. */
  interestIds: readonly string[] | null;
}

/** Holds a mapping against both schemas; names every problem, not only the first (B4). */
export async function resolveMapping(
  entries: readonly MappingEntry[],
  schema: MailchimpSchema,
  fieldsOf: FieldsOf,
  splitNames: boolean,
): Promise<{ mapping: Mapping; problems: string[] }> {
  const problems: string[] = [];
  const mappings: FieldMapping[] = [];
  for (const entry of entries) {
    const target = targetOf(entry, schema);
    if (typeof target === 'string') problems.push(`${entry.name} ${target}`);
    else {
      const { contact, customer, reasons } = await resolveSources(entry, target, fieldsOf);
      problems.push(...reasons.map((reason) => `${entry.name}: ${reason}`));
      if (reasons.length === 0) mappings.push({ ...entry, target, contact, customer });
    }
  }
  problems.push(...unmappedRequired(entries, schema));
  const contactFields = new Set(mappings.flatMap(({ contact }) => fieldsToRead(contact)));
  if (splitNames) for (const name of ['first_name', 'last_name']) contactFields.add(name);
  const customerFields = new Set(mappings.flatMap(({ customer }) => fieldsToRead(customer)));
  const mapping = {
    mappings,
    contactFields: [...contactFields],
    customerFields: [...customerFields],
    splitNames,
  };
  return { mapping, problems };
}

function targetOf({ kind, name }: MappingEntry, schema: MailchimpSchema): MergeTarget | string {
  if (kind === 'permission') return { kind, id: name };
  if (kind === 'interest')
    return schema.interestIds?.includes(name) === false
      ? 'is no interest of this audience; audiences list shows their ids'
      : { kind, id: name };
  const field = schema.mergeFields.find(({ tag }) => tag === name);
  if (field === undefined) return 'is mapped and no merge field of this audience';
  const { tag, type, required, choices, dateFormat, phoneFormat } = field;
  return { kind, tag, type, required, choices, dateFormat, phoneFormat };
}

interface Sources {
  contact: OdooSource | null;
  customer: OdooSource | null;
  reasons: string[];
}

async function resolveSources(
  entry: MappingEntry,
  target: MergeTarget,
  fieldsOf: FieldsOf,
): Promise<Sources> {
  const found: Sources = { contact: null, customer: null, reasons: [] };
  const missing: string[] = [];
  const models = { contact: consentHolder.model, customer: usualSource.model };
  for (const on of ['contact', 'customer'] as const) {
    const place = entry[on];
    if (place === null) continue;
    const resolved = await resolvePlace(place, models[on], fieldsOf);
    if ('missing' in resolved) missing.push(resolved.missing);
    if ('source' in resolved) found[on] = resolved.source;
    const reason = 'source' in resolved ? checkField(entry, target, resolved.source) : problemOf(resolved);
    // What is wrong with a path both models begin is told once.
    if (reason !== null && !found.reasons.includes(reason)) found.reasons.push(reason);
  }
  const isNowhere = found.contact === null && found.customer === null && found.reasons.length === 0;
  // A field of one of the two models only is as it should be, unless each was named on its own.
  const isOwn = JSON.stringify(entry.contact) !== JSON.stringify(entry.customer);
  if (isNowhere || isOwn) found.reasons.push(...missing);
  return found;
}

function problemOf(resolved: Exclude<ResolvedPlace, { source: OdooSource }>): string | null {
  return 'problem' in resolved ? resolved.problem : null;
}

function unmappedRequired(entries: readonly MappingEntry[], { mergeFields }: MailchimpSchema): string[] {
  const mapped = new Set(entries.flatMap(({ kind, name }) => (kind === 'merge_field' ? [name] : [])));
  return mergeFields
    .filter(({ tag, required }) => required && !mapped.has(tag))
    .map(({ tag }) => `${tag} is required in MailChimp and not mapped`);
}

function fieldsToRead(source: OdooSource | null): readonly string[] {
  if (source?.kind === 'address') return addressFields;
  return source?.kind === 'path' && source.path[0] !== undefined ? [source.path[0].name] : [];
}
