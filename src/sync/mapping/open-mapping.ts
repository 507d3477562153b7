import type { ObjectType } from '../../objects/object-type.js';
import { consentHolder, usualSource } from '../../objects/registry.js';
import { readFields } from '../../odoo/records/read-fields.js';
import { readPlaces } from '../../odoo/records/read-places.js';
import { RelatedRecords } from '../../odoo/records/related-records.js';
import { ConfigurationError } from '../../support/errors.js';
import type { OpenMapping } from '../run/audience-run.js';
import type { AudienceConfig, SyncContext } from '../sync-context.js';
import { typesNamed } from './types-in-use.js';
import { mappingEntries, type MappingEntry } from './mapping-entries.js';
import { type FieldsOf, resolvePlace, type ResolvedPlace } from './resolve-place.js';
import { openTimezone } from '../../core/mapping/timezone.js';
import { addressFields } from '../../core/mapping/convert/address.js';
import type { FieldMapping, MergeTarget, OdooSource } from '../../core/mapping/field-mapping.js';
import type { Mapping } from '../../core/mapping/mapping.js';
import type { MergeField } from '../../mailchimp/merge-field.js';
import { checkField } from './check-field.js';

/**
 * The mapping of an audience, held against MailChimp's schema and Odoo's (B4).
 * @throws ConfigurationError `config.mapping` naming every problem
 */
export async function openMapping(
  { config, odoo, mailchimp }: Pick<SyncContext, 'config' | 'odoo' | 'mailchimp'>,
  audience: AudienceConfig,
  types: readonly ObjectType[] = typesNamed(audience),
): Promise<OpenMapping> {
  const entries = mappingEntries(audience);
  const schema = await readSchema(mailchimp, audience);
  const { splitNames } = odoo.capabilities;
  const known = { types, fieldsOf: fieldsOver(odoo), splitNames };
  const { mapping, problems } = await resolveMapping(entries, schema, known);
  if (problems.length > 0) throw refused(audience.id, problems);
  const sources = mapping.mappings.flatMap((line) => Object.values(line.sources));
  const hasAddress = sources.some((source) => source?.kind === 'address');
  const places = hasAddress ? await readPlaces(odoo.transport, config.countries_without_states) : null;
  return {
    ...mapping,
    tools: { related: new RelatedRecords(odoo.transport), places, timezone: openTimezone(odoo.timezone) },
  };
}

async function readSchema(
  mailchimp: SyncContext['mailchimp'],
  audience: AudienceConfig,
): Promise<MailchimpSchema> {
  const [mergeFields, groups] = await Promise.all([
    mailchimp.mergeFields(audience.id),
    Object.keys(audience.interests).length === 0 ? null : mailchimp.audiences.interestGroups(audience.id),
  ]);
  const interestIds = groups?.flatMap(({ interests }) => interests.map(({ id }) => id)) ?? null;
  return { mergeFields, interestIds };
}

/** The fields of the two models every run has already, of any other when asked for. */
function fieldsOver({ transport, capabilities }: SyncContext['odoo']): FieldsOf {
  const known = new Map([
    [consentHolder.model, Promise.resolve(capabilities.contactFields)],
    [usualSource.model, Promise.resolve(capabilities.customerFields)],
  ]);
  return (model) => {
    const fields = known.get(model) ?? readFields(transport, model).then((found) => found.fields);
    known.set(model, fields);
    return fields;
  };
}

function refused(audienceId: string, problems: readonly string[]): ConfigurationError {
  return new ConfigurationError(`The mapping of audience ${audienceId} doesn't fit: ${problems.join('; ')}`, {
    code: 'config.mapping',
    hint: 'Correct merge_fields:, interests: or marketing_permissions: in the account file; nothing was written.',
  });
}

export interface MailchimpSchema {
  mergeFields: readonly MergeField[];
  /** Null when none is mapped and none was asked for. */
  interestIds: readonly string[] | null;
}

export interface OdooSchema {
  /** The types of records that the run reads, in the order in which a value is looked for (B6). */
  types: readonly ObjectType[];
  fieldsOf: FieldsOf;
  /** Odoo keeps first and last name of a mailing contact apart. */
  splitNames: boolean;
}

/** Holds a mapping against both schemas; names every problem, not only the first (B4). */
export async function resolveMapping(
  entries: readonly MappingEntry[],
  schema: MailchimpSchema,
  odoo: OdooSchema,
): Promise<{ mapping: Mapping; problems: string[] }> {
  const problems: string[] = [];
  const mappings: FieldMapping[] = [];
  for (const entry of entries) {
    const target = targetOf(entry, schema);
    if (typeof target === 'string') problems.push(`${entry.name} ${target}`);
    else {
      const { sources, reasons } = await resolveSources(entry, target, odoo);
      problems.push(...reasons.map((reason) => `${entry.name}: ${reason}`));
      if (reasons.length === 0) mappings.push({ ...policyOf(entry), target, sources });
    }
  }
  problems.push(...unmappedRequired(entries, schema));
  const fieldsOf = (key: string): string[] => {
    const names = key === consentHolder.key && odoo.splitNames ? ['first_name', 'last_name'] : [];
    const mapped = mappings.flatMap(({ sources }) => fieldsToRead(sources[key] ?? null));
    return [...new Set([...mapped, ...names])];
  };
  const fields = Object.fromEntries(odoo.types.map(({ key }) => [key, fieldsOf(key)]));
  return { mapping: { mappings, fields, splitNames: odoo.splitNames }, problems };
}

function policyOf({ key, owner, blank }: MappingEntry): Pick<FieldMapping, 'key' | 'owner' | 'blank'> {
  return { key, owner, blank };
}

function targetOf({ kind, name, format }: MappingEntry, schema: MailchimpSchema): MergeTarget | string {
  if (kind === 'permission') return { kind, id: name };
  if (kind === 'interest')
    return schema.interestIds?.includes(name) === false
      ? 'is no interest of this audience; audiences list shows their ids'
      : { kind, id: name };
  const field = schema.mergeFields.find(({ tag }) => tag === name);
  if (field === undefined) return 'is mapped and no merge field of this audience';
  const { tag, type, required, choices, dateFormat, phoneFormat } = field;
  return { kind, tag, type, required, choices, dateFormat, textFormat: format ?? null, phoneFormat };
}

interface Sources {
  sources: Record<string, OdooSource | null>;
  reasons: string[];
}

async function resolveSources(
  entry: MappingEntry,
  target: MergeTarget,
  { types, fieldsOf }: OdooSchema,
): Promise<Sources> {
  const found: Sources = { sources: {}, reasons: [] };
  const missing: string[] = [];
  for (const { key, model } of types) {
    found.sources[key] = null;
    const place = entry.places[key] ?? null;
    if (place === null) continue;
    const resolved = await resolvePlace(place, model, fieldsOf);
    if ('missing' in resolved) missing.push(resolved.missing);
    if ('source' in resolved) found.sources[key] = resolved.source;
    const reason = 'source' in resolved ? checkField(entry, target, resolved.source) : problemOf(resolved);
    // What is wrong with a path that several models begin is told once.
    if (reason !== null && !found.reasons.includes(reason)) found.reasons.push(reason);
  }
  const isFound = Object.values(found.sources).some((source) => source !== null);
  const isNowhere = !isFound && found.reasons.length === 0;
  // A field of some of the models only is as it should be, unless each was named on its own.
  const isOwn = new Set(types.map(({ key }) => JSON.stringify(entry.places[key] ?? null))).size > 1;
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
