import { interestKey, permissionKey } from '../../core/mapping/field-mapping.js';
import type { MappedNames } from '../../core/mapping/member-values.js';
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
  contact: Place | null;
  customer: Place | null;
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
  if (typeof entry === 'string')
    return { ...base, ...byDefault, contact: { path: entry }, customer: { path: entry } };
  if ('constant' in entry) {
    const constant = { constant: entry.constant };
    return { ...base, owner: 'odoo', blank: 'keep', contact: constant, customer: constant };
  }
  const { field, contact = field, customer = field, owner, blank } = entry;
  return { ...base, owner, blank, contact: placeOf(contact), customer: placeOf(customer) };
}

function flagEntry(
  kind: 'interest' | 'permission',
  name: string,
  entry: AudienceConfig['interests'][string],
): MappingEntry {
  const key = kind === 'interest' ? interestKey(name) : permissionKey(name);
  const base = { key, kind, name, ...byDefault };
  if (typeof entry === 'string') return { ...base, contact: { path: entry }, customer: { path: entry } };
  if ('category' in entry) {
    const category = { category: entry.category };
    return { ...base, contact: category, customer: category };
  }
  return { ...base, contact: placeOf(entry.contact), customer: placeOf(entry.customer) };
}

function placeOf(path: string | undefined): Place | null {
  return path === undefined ? null : { path };
}
