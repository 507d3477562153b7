import type { FieldValues } from '../../core/field-value.js';
import type { Side } from '../../core/merge/merge-field.js';
import type { SyncBase } from '../../core/sync-base.js';
import { sourcesOfPeople } from '../../objects/registry.js';
import type { KnownPerson } from './known-person.js';
import type { PersonMerge } from './merge-person.js';
import type { SeenMember } from './seen-member.js';

/** What a side holds after values were carried to it, by key. */
export interface Carried {
  to: Side;
  /** As the side reads them back. */
  values: FieldValues;
  /** Keys whose value was refused for good: both sides stay as they are until one changes. */
  given: ReadonlySet<string>;
}

/**
 * The base of the next merge. A value still to be carried is left out on the side it comes from, so that the next
 * pass in that direction sees it as changed, whichever side was later this time.
 */
export function settledValues(
  { person, base }: KnownPerson,
  member: SeenMember,
  merge: Pick<PersonMerge, 'directions'>,
  carried: Carried,
): Pick<SyncBase, 'odoo' | 'mailchimp'> {
  const settled = { odoo: { ...base?.odoo }, mailchimp: { ...base?.mailchimp } };
  const now = { odoo: person.odoo.values, mailchimp: member.values };
  for (const [key, way] of merge.directions) {
    const from = way;
    const to = from === 'odoo' ? 'mailchimp' : 'odoo';
    settled.odoo[key] = now.odoo[key] ?? '';
    settled.mailchimp[key] = now.mailchimp[key] ?? '';
    const wasCarried = carried.to === to;
    if (from === null || (wasCarried && carried.given.has(key))) continue;
    const read = wasCarried ? carried.values[key] : undefined;
    if (read === undefined) Reflect.deleteProperty(settled[from], key);
    else settled[to][key] = read;
  }
  return settled;
}

/** Whether something of the merge is still to be carried to this side. */
export function isPending(merge: PersonMerge, to: Side): boolean {
  const values = to === 'odoo' ? merge.toOdoo : merge.toMailchimp;
  const tags = to === 'odoo' ? merge.tagsToOdoo : merge.tagsToMailchimp;
  return Object.keys(values).length + tags.add.length + tags.remove.length > 0;
}

/**
 * What the base remembers of the addresses of sources of people.
 * @param moved the source that has just taken the member to another address
 */
export function settledAddresses(
  { base, person: { sources } }: KnownPerson,
  moved: { model: string; address: string } | null,
): Pick<SyncBase, 'sourceAddresses'> {
  const now = sourcesOfPeople.flatMap(({ key, model }) => {
    const address = sources[key]?.address ?? null;
    return address === null ? [] : [[model, address] as const];
  });
  const addresses = {
    ...Object.fromEntries(now),
    ...base?.sourceAddresses,
    ...(moved === null ? {} : { [moved.model]: moved.address }),
  };
  return Object.keys(addresses).length === 0 ? {} : { sourceAddresses: addresses };
}
