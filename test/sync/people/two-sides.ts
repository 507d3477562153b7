import type { FieldValue, FieldValues } from '../../../src/core/field-value.js';
import type { FieldMapping } from '../../../src/core/mapping/field-mapping.js';
import { odooWrites } from '../../../src/core/mapping/odoo-writes.js';
import type { Side } from '../../../src/core/merge/merge-field.js';
import type { SyncBase } from '../../../src/core/sync-base.js';
import { mergePerson } from '../../../src/sync/people/merge-person.js';
import { settledValues } from '../../../src/sync/people/settled-base.js';
import { tools } from '../../core/mapping/build-mapping.js';
import {
  aBase,
  aContact,
  aCustomer,
  aKnown,
  aMember,
  earlier,
  hasBoth,
  later,
  someRules,
} from './build-known.js';

/** One person on both sides, and what was remembered of them. */
export interface TwoSides {
  contact: Record<string, unknown>;
  customer: Record<string, unknown>;
  member: FieldValues;
  /** The side that was edited last. */
  later: Side;
  base: SyncBase | null;
}

/** An edit of a field of contact or customer, or of a value of the member. */
export type Edit =
  | { on: 'contact' | 'customer'; field: string; value: unknown }
  | { on: 'member'; field: string; value: FieldValue };

export function edited(sides: TwoSides, edits: readonly Edit[]): TwoSides {
  const result = {
    ...sides,
    contact: { ...sides.contact },
    customer: { ...sides.customer },
    member: { ...sides.member },
  };
  for (const { on, field, value } of edits) {
    Object.assign(result[on], { [field]: value });
    result.later = on === 'member' ? 'mailchimp' : 'odoo';
  }
  return result;
}

export function mergeOf(mappings: readonly FieldMapping[], sides: TwoSides, overrideName = true) {
  const writtenAt = sides.later === 'odoo' ? later : earlier;
  const known = aKnown(mappings, {
    contact: aContact(sides.contact, { writtenAt }),
    customer: aCustomer(sides.customer, { writtenAt }),
    member: aMember(sides.member),
    base: sides.base,
  });
  return { known, merge: mergePerson(known, someRules(mappings, { overrideName }), hasBoth) };
}

/** Carries what is to go to one side and remembers it: what an import does to Odoo and an export to MailChimp. */
export function pass(
  mappings: readonly FieldMapping[],
  sides: TwoSides,
  to: Side,
  overrideName = true,
): TwoSides {
  const { known, merge } = mergeOf(mappings, sides, overrideName);
  const {
    contact,
    sources: { customer = null },
  } = known.person;
  const person = {
    contact: contact && { ...contact, tags: [] },
    customer: customer && { ...customer, tags: [] },
  };
  const writes = odooWrites(mappings, merge.toOdoo, { person, has: hasBoth, splitNames: false }, tools);
  const carried =
    to === 'odoo'
      ? { to, values: writes.reads, given: new Set(writes.unfit.keys()) }
      : { to, values: merge.toMailchimp, given: new Set<string>() };
  const base = aBase({}, {}, settledValues(known, known.member, merge, carried));
  if (to === 'mailchimp') return { ...sides, base, member: { ...sides.member, ...merge.toMailchimp } };
  return {
    ...sides,
    base,
    contact: { ...sides.contact, ...writes.records.contact },
    customer: { ...sides.customer, ...writes.records.customer },
  };
}
