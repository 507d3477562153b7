import type { FieldValues } from '../../core/field-value.js';
import type { Side } from '../../core/merge/merge-field.js';
import { isManaged, tagDelta, type ManagedTags, type TagDelta } from '../../core/tags.js';
import type { KnownMember } from './known-person.js';
import { mergeValues, type ValueRules } from './merge-values.js';

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
