import type { ConsentDecision } from '../../consent/decide.js';
import { newSubscription } from '../../consent/new-subscription.js';
import { emailKey, isBlank, type FieldValues } from '../../core/field-value.js';
import { odooWrites, type OdooWrites } from '../../core/mapping/odoo-writes.js';
import type { SyncBase } from '../../core/sync-base.js';
import { isManaged, type TagDelta } from '../../core/tags.js';
import { consentHolder, createdSource } from '../../objects/registry.js';
import type { SubscriptionDraft } from '../../odoo/people/subscription-draft.js';
import type { KnownMember } from '../people/known-person.js';
import { mergePerson, type HasRecords, type PersonMerge } from '../people/merge-person.js';
import { hasRecords, recordsOf, type PersonView } from '../people/person-view.js';
import { decidePerson, seenPerson } from '../people/person-consent.js';
import type { SeenMember } from '../people/seen-member.js';
import { isPending, settledAddresses, settledValues } from '../people/settled-base.js';
import type { ImportRules } from './import-rules.js';

/** What an import does in Odoo for one member; nothing of it has been done yet. */
export interface MemberPlan {
  known: KnownMember;
  /** The member has no contact, and none may be made for it (B12); or was taken off the list in Odoo (B48). */
  skipped: 'no_contact' | 'taken_out' | null;
  /** Of the contact: the one to be written, or the new one where the person has none. */
  contactValues: Record<string, unknown>;
  /** By key of their type: of the sources that are there, and of the customer to be made. */
  sourceValues: Readonly<Record<string, Record<string, unknown>>>;
  makesSource: boolean;
  /** A customer would be made, if all companies showed (B60). */
  holdsSource: boolean;
  tags: TagDelta;
  /** To be made; null where the contact is on the mailing list. Those that are there are consent's (B45). */
  subscription: SubscriptionDraft | null;
  consent: ConsentDecision;
  /** Why a value can't be written, by key. */
  unfit: ReadonlyMap<string, string>;
  base: SyncBase;
  /** Something is left to be carried to MailChimp. */
  exportDue: boolean;
}

/** B9–B13: pure, so that every combination can be tested without a server. */
export function planMember(known: KnownMember, rules: ImportRules): MemberPlan {
  const { person } = known;
  const consent = decidePerson(known, rules.policies);
  const skipped = skippedFor(known, consent, rules);
  const isNoCustomer = skipped === null && !person.present.has(createdSource.key);
  const makesSource = isNoCustomer && rules.createCustomer;
  const there = hasRecords(person);
  const has = {
    ...there,
    [consentHolder.key]: skipped === null,
    ...(makesSource ? { [createdSource.key]: true } : {}),
  };
  const merge = mergePerson(known, rules, has);
  const writes = writesOf(known, merge, { rules, has });
  return {
    known,
    skipped,
    contactValues: { ...writes.records[consentHolder.key], ...emailToWrite(known, merge) },
    sourceValues: sourceValues(writes, known, makesSource),
    makesSource,
    holdsSource: isNoCustomer && rules.holdsCustomers,
    tags: together(merge.tagsToOdoo, writes.tags),
    subscription: isSubscribed(person) ? null : newSubscription(seenPerson(known), consent),
    consent,
    unfit: writes.unfit,
    base: newBase(known, { merge, writes, rules }),
    // A fresh opt-in of Odoo's that MailChimp is to be asked about (B24).
    exportDue: isPending(merge, 'mailchimp') || typeof consent.toMailchimp !== 'string',
  };
}

function skippedFor(
  { person }: KnownMember,
  { takenOut }: ConsentDecision,
  { createContact }: ImportRules,
): MemberPlan['skipped'] {
  if (takenOut) return 'taken_out';
  return person.contact === null && !createContact ? 'no_contact' : null;
}

/** Whether the plan changes anything in Odoo. */
export function changesOdoo(plan: MemberPlan): boolean {
  if (plan.skipped !== null) return false;
  if (plan.known.person.contact === null || plan.subscription !== null) return true;
  if (plan.makesSource) return true;
  const written = [plan.contactValues, ...Object.values(plan.sourceValues)];
  const values = written.reduce((sum, each) => sum + Object.keys(each).length, 0);
  return values + plan.tags.add.length + plan.tags.remove.length > 0;
}

/** A new contact gets every value of its own, also one that only the customer had until now. */
function writesOf(
  known: KnownMember,
  merge: PersonMerge,
  { rules, has }: { rules: ImportRules; has: HasRecords },
): OdooWrites {
  const { contact } = known.person;
  const person = Object.fromEntries(
    Object.entries(recordsOf(known.person)).map(([key, record]) => [key, record && { ...record, tags: [] }]),
  );
  const carried = contact === null ? { ...valuesOfNew(known, merge, rules), ...merge.toOdoo } : merge.toOdoo;
  return odooWrites(rules.mappings, carried, { person, has, splitNames: rules.splitNames }, rules.tools);
}

function valuesOfNew({ member, person }: KnownMember, merge: PersonMerge, rules: ImportRules): FieldValues {
  const values: FieldValues = {};
  for (const { key, sources } of rules.mappings) {
    const source = sources[consentHolder.key] ?? null;
    if (source === null || source.kind === 'category') continue;
    const value = merge.directions.get(key) === 'odoo' ? person.odoo.values[key] : member.values[key];
    if (value !== undefined && !isBlank(value)) values[key] = value;
  }
  return values;
}

/** B32: a member that was renamed takes its contact along; an address edited in Odoo is left for the export. */
function emailToWrite({ member, person }: KnownMember, merge: PersonMerge): { email?: string } {
  if (person.contact === null) return { email: member.email };
  return merge.directions.get(emailKey) === 'mailchimp' ? { email: member.email } : {};
}

function sourceValues(
  { records }: OdooWrites,
  { member, person }: KnownMember,
  makesSource: boolean,
): MemberPlan['sourceValues'] {
  const { [consentHolder.key]: contact = {}, ...sources } = records;
  if (!makesSource) return sources;
  // B11: a customer needs a name.
  const name = [contact.name, person.contact?.name, member.fullName].find(Boolean) ?? member.email;
  const made = { ...sources[createdSource.key], name, email: member.email };
  return { ...sources, [createdSource.key]: made };
}

function together(one: TagDelta, other: TagDelta): TagDelta {
  return { add: [...one.add, ...other.add], remove: [...one.remove, ...other.remove] };
}

const isSubscribed = ({ contact }: PersonView): boolean => (contact?.subscription ?? null) !== null;

interface Imported {
  merge: PersonMerge;
  writes: OdooWrites;
  rules: ImportRules;
}

function newBase(known: KnownMember, { merge, writes, rules }: Imported): SyncBase {
  const { member, person } = known;
  const carried = {
    to: 'odoo',
    values: { ...writes.reads, [emailKey]: member.email.toLowerCase() },
    given: new Set(writes.unfit.keys()),
  } as const;
  const values = settledValues(known, member, merge, carried);
  return {
    ...settledAddresses(known, null),
    ...(person.contact === null ? withNew(values, writes, member) : values),
    tags: member.tags.filter((name) => isManaged(name, rules.managedTags)).sort(),
  };
}

/** What a new contact was made with is there from now on, whichever side it came from. */
function withNew(
  { odoo, mailchimp }: Pick<SyncBase, 'odoo' | 'mailchimp'>,
  writes: OdooWrites,
  member: SeenMember,
): Pick<SyncBase, 'odoo' | 'mailchimp'> {
  const email = member.email.toLowerCase();
  const made = Object.fromEntries(Object.entries(writes.reads).filter(([key]) => odoo[key] !== undefined));
  return {
    odoo: { ...odoo, ...made, [emailKey]: email },
    mailchimp: { ...mailchimp, [emailKey]: email },
  };
}
