import { emailKey, type FieldValue, type FieldValues } from '../../core/field-value.js';
import type { FieldMapping } from '../../core/mapping/field-mapping.js';
import { nameOf } from '../../core/mapping/read-source.js';
import { destinationOf } from '../../core/mapping/writable.js';
import { mergeField, type FieldState, type Side } from '../../core/merge/merge-field.js';
import { mergeName } from '../../core/merge/merge-name.js';
import { mergePermission } from '../../core/merge/merge-permission.js';
import { isManaged, tagDelta, type ManagedTags, type TagDelta } from '../../core/tags.js';
import type { KnownPerson } from './known-person.js';
import type { SeenMember } from './seen-member.js';

export interface MergeRules {
  mappings: readonly FieldMapping[];
  managedTags: ManagedTags;
  /** B13 */
  overrideName: boolean;
}

/** What is to be carried between a person in Odoo and their member, in both directions. */
export interface PersonMerge {
  /** By key: the side whose value is carried to the other, null when neither is; keys that can't be compared are not there. */
  directions: ReadonlyMap<string, Side | null>;
  /** MailChimp's values that Odoo is to get. */
  toOdoo: FieldValues;
  /** Odoo's values that MailChimp is to get. */
  toMailchimp: FieldValues;
  tagsToOdoo: TagDelta;
  tagsToMailchimp: TagDelta;
}

/** Records that are there or about to be made. */
export interface HasRecords {
  contact: boolean;
  customer: boolean;
}

/** The three-way merge of one person (B6, B7, B13, B17, B32). */
export function mergePerson(
  known: KnownPerson & { member: SeenMember },
  rules: MergeRules,
  has: HasRecords,
): PersonMerge {
  const directions = new Map<string, Side | null>();
  if (known.person.contact !== null) directions.set(emailKey, mergeEmail(known));
  for (const mapping of rules.mappings) {
    if (canBeRead(mapping, known) || destinationOf(mapping, has) !== null)
      directions.set(mapping.key, mergeMapped(known, mapping, { rules, has }));
  }
  const { tags: managedTags } = managed(known, rules.managedTags);
  const from = (side: Side, values: FieldValues): FieldValues =>
    Object.fromEntries(
      [...directions].flatMap(([key, way]) => (way === side ? [[key, values[key] ?? '']] : [])),
    );
  return {
    directions,
    toOdoo: from('mailchimp', known.member.values),
    toMailchimp: from('odoo', known.person.odoo.values),
    tagsToOdoo: tagDelta({ ...managedTags, source: managedTags.mailchimp, target: managedTags.odoo }),
    tagsToMailchimp: tagDelta({ ...managedTags, source: managedTags.odoo, target: managedTags.mailchimp }),
  };
}

function managed(
  { member, person, base, tagsOff }: KnownPerson & { member: SeenMember },
  configured: ManagedTags,
) {
  const which = tagsOff ? 'none' : configured;
  const only = (names: readonly string[]): string[] => names.filter((name) => isManaged(name, which));
  const tags = {
    base: base?.tags ?? [],
    odoo: only(person.tags),
    mailchimp: only(member.tags),
    managed: which,
  };
  return { tags };
}

function mergeEmail(known: KnownPerson & { member: SeenMember }): Side | null {
  return mergeField(stateOf(known, emailKey, 'contact'), { owner: 'newest', blank: 'keep' });
}

function canBeRead({ contact, customer }: FieldMapping, { person }: KnownPerson): boolean {
  if (contact?.kind === 'constant') return true;
  return (contact !== null && person.contact !== null) || (customer !== null && person.customer !== null);
}

function mergeMapped(
  known: KnownPerson & { member: SeenMember },
  mapping: FieldMapping,
  { rules, has }: { rules: MergeRules; has: HasRecords },
): Side | null {
  const holder = mapping.contact !== null && known.person.contact !== null ? 'contact' : 'customer';
  const state = stateOf(known, mapping.key, holder);
  const way = decide(state, mapping, known, rules);
  if (way === 'odoo') return way;
  return way === null || destinationOf(mapping, has) === null ? null : way;
}

function decide(
  state: FieldState,
  mapping: FieldMapping,
  { person: { contact } }: KnownPerson,
  { overrideName: override }: MergeRules,
): Side | null {
  if (mapping.target.kind === 'permission') return mergePermission(state);
  if (mapping.contact?.kind !== 'name' || contact === null) return mergeField(state, mapping);
  return mergeName(state, mapping, { override, isEmpty: nameOf(contact.values) === null });
}

function stateOf(
  { member, person, base }: KnownPerson & { member: SeenMember },
  key: string,
  holder: 'contact' | 'customer',
): FieldState {
  const value = (values: FieldValues): FieldValue => values[key] ?? '';
  const writtenAt = person[holder]?.writtenAt.getTime() ?? 0;
  return {
    odoo: value(person.odoo.values),
    mailchimp: value(member.values),
    base: { odoo: base?.odoo[key], mailchimp: base?.mailchimp[key] },
    later: writtenAt > Date.parse(member.lastChanged) ? 'odoo' : 'mailchimp',
  };
}
