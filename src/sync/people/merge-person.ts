import { type FieldValues, emailKey, isBlank } from '../../core/field-value.js';
import { type Side, isFirstMeeting, mergeField, type FieldState } from '../../core/merge/merge-field.js';
import { isManaged, tagDelta, type ManagedTags, type TagDelta } from '../../core/tags.js';
import type { KnownMember, KnownPerson } from './known-person.js';
import type { FieldMapping, OdooSource } from '../../core/mapping/field-mapping.js';
import { nameOf } from '../../core/mapping/read-source.js';
import { destinationOf } from '../../core/mapping/writable.js';
import {
  mergeName,
  mergeNameParts,
  type NamePartState,
  type NameRules,
} from '../../core/merge/merge-name.js';
import { mergePermission } from '../../core/merge/merge-permission.js';
import { consentHolder, usualSource } from '../../objects/registry.js';
import { recordsOf } from './person-view.js';

export interface MergeRules extends ValueRules {
  managedTags: ManagedTags;
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

/** Records that are there or about to be made, by key of their type. */
export type HasRecords = Readonly<Record<string, boolean>>;

/** The three-way merge of one person (B6, B7, B13, B17, B32). */
export function mergePerson(known: KnownMember, rules: MergeRules, has: HasRecords): PersonMerge {
  const directions = mergeValues(known, rules, has);
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

function managed({ member, person, base, tagsOff }: KnownMember, configured: ManagedTags) {
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

interface ValueRules {
  mappings: readonly FieldMapping[];
  /** B13 */
  overrideName: boolean;
}

/** The side whose value is carried to the other, by key; keys that can't be compared are not there (B6, B13). */
function mergeValues(
  known: KnownMember,
  rules: ValueRules,
  has: Readonly<Record<string, boolean>>,
): Map<string, Side | null> {
  const directions = new Map<string, Side | null>();
  if (known.person.contact !== null)
    directions.set(emailKey, mergeField(stateOf(known, emailKey), { owner: 'newest', blank: 'keep' }));
  const compared = rules.mappings.filter(
    (mapping) => canBeRead(mapping, known) || destinationOf(mapping, has) !== null,
  );
  const nameRules = nameRulesOf(known, rules);
  const names = mergeNameParts(
    compared.flatMap((mapping) => namePart(mapping, known)),
    nameRules,
  );
  for (const mapping of compared) {
    const { key } = mapping;
    const way = names.has(key) ? (names.get(key) ?? null) : mergeOne(known, mapping, nameRules);
    const isPossible = way === 'odoo' ? !isHalf(known, key) : destinationOf(mapping, has) !== null;
    directions.set(key, isPossible ? way : null);
  }
  return directions;
}

function canBeRead({ sources }: FieldMapping, { person }: KnownPerson): boolean {
  const records = recordsOf(person);
  return Object.entries(sources).some(
    ([key, source]) => source !== null && (source.kind === 'constant' || (records[key] ?? null) !== null),
  );
}

/** Half an address is neither sent nor does it empty the other side's (B5). */
function isHalf({ person: { odoo } }: KnownPerson, key: string): boolean {
  return odoo.unfit.has(key) && isBlank(odoo.values[key]);
}

function nameRulesOf(
  { person: { contact } }: KnownPerson,
  { overrideName: override }: ValueRules,
): NameRules | null {
  return contact === null ? null : { override, isEmpty: nameOf(contact.values) === null };
}

function namePart(mapping: FieldMapping, known: KnownMember): NamePartState[] {
  const { key } = mapping;
  const source = nameSource(mapping, known);
  if (source?.kind !== 'name' || source.part === 'full') return [];
  return [{ key, part: source.part, state: stateOf(known, key), policy: mapping }];
}

/** Of the first record there is; without any, as if there were a customer. */
function nameSource({ sources }: FieldMapping, { person }: KnownPerson): OdooSource | null {
  const records = recordsOf(person);
  const holder = Object.keys(sources).find((key) => (records[key] ?? null) !== null);
  return sources[holder ?? usualSource.key] ?? null;
}

function mergeOne(known: KnownMember, mapping: FieldMapping, name: NameRules | null): Side | null {
  const state = stateOf(known, mapping.key);
  if (mapping.target.kind === 'permission') return mergePermission(state);
  if (mapping.sources[consentHolder.key]?.kind !== 'name' || name === null) return mergeField(state, mapping);
  return mergeName(state, mapping, name);
}

function stateOf(known: KnownMember, key: string): FieldState {
  const { member, person, base } = known;
  const held = { base: { odoo: base?.odoo[key], mailchimp: base?.mailchimp[key] } };
  const value = (values: FieldValues) => values[key] ?? '';
  // What Odoo has put by itself is no change of anybody's.
  const isNobodys = isFirstMeeting(held) && person.odoo.defaults.has(key);
  const isLater = !isNobodys && writtenAt(known, key) > Date.parse(member.lastChanged);
  return {
    ...held,
    odoo: value(person.odoo.values),
    mailchimp: value(member.values),
    later: isLater ? 'odoo' : 'mailchimp',
  };
}

/** When the records that hold the value were last written. */
function writtenAt({ person }: KnownPerson, key: string): number {
  const holders = person.odoo.holders.get(key) ?? [consentHolder.key];
  const records = recordsOf(person);
  return Math.max(0, ...holders.map((on) => records[on]?.writtenAt.getTime() ?? 0));
}
