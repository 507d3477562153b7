import { interestKey, permissionKey } from '../../core/mapping/field-mapping.js';
import type { MappedNames } from '../../core/mapping/member-values.js';
import { objectTypes } from '../../objects/registry.js';
import type { FieldPolicy } from '../../core/merge/merge-field.js';
import type { AudienceConfig } from '../sync-context.js';

/** Where a value lives, as the configuration writes it. */
export type Place = { path: string } | { constant: string } | { category: string };

/** One line of `merge_fields`, `interests` or `marketing_permissions` in one shape. */
export interface MappingEntry extends FieldPolicy {
  key: string;
  kind: 'merge_field' | 'interest' | 'permission';
  /** Merge tag, interest id or permission id. */
  name: string;
  /** Order of day and month, `DD/MM` or `MM/DD`, where Odoo keeps them as a text. */
  format?: 'DD/MM' | 'MM/DD';
  /** By key of an object type. */
  places: Readonly<Record<string, Place | null>>;
}

const byDefault: FieldPolicy = { owner: 'newest', blank: 'keep' };

/** The mapping of an audience as configured, before it is held against the schemas. */
export function mappingEntries(audience: AudienceConfig): MappingEntry[] {
  const { merge_fields: fields, interests, marketing_permissions: permissions } = audience;
  return [
    ...Object.entries(fields).map(([name, entry]) => mergeFieldEntry(name, entry)),
    ...Object.entries(interests).map(([name, entry]) => flagEntry('interest', name, entry)),
    ...Object.entries(permissions).map(([name, entry]) => flagEntry('permission', name, entry)),
  ];
}

/** What has to be read of a member. */
export function mappedNames(audience: AudienceConfig): MappedNames {
  return {
    mergeTags: Object.keys(audience.merge_fields),
    interestIds: Object.keys(audience.interests),
    permissionIds: Object.keys(audience.marketing_permissions),
  };
}

function mergeFieldEntry(name: string, entry: AudienceConfig['merge_fields'][string]): MappingEntry {
  const base = { key: name, kind: 'merge_field' as const, name };
  if (typeof entry === 'string') return { ...base, ...byDefault, places: everywhere({ path: entry }) };
  if ('constant' in entry) {
    return { ...base, owner: 'odoo', blank: 'keep', places: everywhere({ constant: entry.constant }) };
  }
  const { field, owner, blank, format } = entry;
  const order = format === undefined ? {} : { format };
  return { ...base, ...order, owner, blank, places: eachAt((key) => pathAt(entry, key) ?? field) };
}

function flagEntry(
  kind: 'interest' | 'permission',
  name: string,
  entry: AudienceConfig['interests'][string],
): MappingEntry {
  const key = kind === 'interest' ? interestKey(name) : permissionKey(name);
  const base = { key, kind, name, ...byDefault };
  if (typeof entry === 'string') return { ...base, places: everywhere({ path: entry }) };
  if ('category' in entry && typeof entry.category === 'string') {
    return { ...base, places: everywhere({ category: entry.category }) };
  }
  return { ...base, places: eachAt((key) => pathAt(entry, key)) };
}

/** The keys of an entry are those of the registry, so that no type has them. */
function pathAt(entry: object, key: string): string | undefined {
  const path = (entry as Readonly<Record<string, unknown>>)[key];
  return typeof path === 'string' ? path : undefined;
}

function everywhere(place: Place): MappingEntry['places'] {
  return Object.fromEntries(objectTypes.map(({ key }) => [key, place]));
}

function eachAt(pathOf: (key: string) => string | undefined): MappingEntry['places'] {
  return Object.fromEntries(objectTypes.map(({ key }) => [key, placeOf(pathOf(key))]));
}

function placeOf(path: string | undefined): Place | null {
  return path === undefined ? null : { path };
}
