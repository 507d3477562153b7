import { decideExport } from '../../core/consent/decide-export.js';
import { decideImport, type ImportConsent } from '../../core/consent/decide-import.js';
import { emailKey, isBlank, type FieldValues } from '../../core/field-value.js';
import { odooWrites, type OdooWrites } from '../../core/mapping/odoo-writes.js';
import type { SyncBase } from '../../core/sync-base.js';
import { isManaged, type TagDelta } from '../../core/tags.js';
import { consentHolder, createdSource } from '../../objects/registry.js';
import type { SubscriptionDraft } from '../../odoo/people/create-contacts.js';
import type { KnownPerson } from '../people/known-person.js';
import { mergePerson, type HasRecords, type PersonMerge } from '../people/merge-person.js';
import { hasRecords, recordsOf, type PersonView } from '../people/person-view.js';
import { memberConsent, type SeenMember } from '../people/seen-member.js';
import { isPending, settledConsent, settledAddresses, settledValues } from '../people/settled-base.js';
import type { ImportRules } from './import-rules.js';
import { othersToWrite, subscriptionToWrite } from './planned-subscription.js';

export interface KnownMember extends KnownPerson {
  member: SeenMember;
}

/** What an import does in Odoo for one member; nothing of it has been done yet. */
export interface MemberPlan {
  member: SeenMember;
  person: PersonView;
  /** The member has no contact, and none may be made for it (B12). */
  skipped: 'no_contact' | null;
  /** Of the contact: the one to be written, or the new one where `person` has none. */
  contactValues: Record<string, unknown>;
  /** By key of their type: of the sources that are there, and of the customer to be made. */
  sourceValues: Readonly<Record<string, Record<string, unknown>>>;
  makesCustomer: boolean;
  tags: TagDelta;
  /** Null leaves the subscription as it is. */
  subscription: SubscriptionDraft | null;
  /**
   * Ids of the subscriptions of further contacts of the address that say otherwise: Odoo mails an address that has
   * opted out on one of two contacts (B15, B25).
   */
  otherSubscriptions: number[];
  blacklist: boolean;
  consent: ImportConsent;
  /** Why a value can't be written, by key. */
  unfit: ReadonlyMap<string, string>;
  base: SyncBase;
  /** Something is left to be carried to MailChimp. */
  exportDue: boolean;
  /** All else about the member is still to be brought. */
  onlyConsent: boolean;
}

/** B9–B13: pure, so that every combination can be tested without a server. */
export function planMember(known: KnownMember, rules: ImportRules): MemberPlan {
  const { member, person } = known;
  const consent = decideImport(memberConsent(member), person.consent, known.history);
  const skipped = person.contact === null && !rules.createContact ? 'no_contact' : null;
  const makesCustomer = skipped === null && rules.createCustomer && !person.present.has(createdSource.key);
  const there = hasRecords(person);
  const has = {
    ...there,
    [consentHolder.key]: skipped === null,
    ...(makesCustomer ? { [createdSource.key]: true } : {}),
  };
  const merge = mergePerson(known, rules, has);
  const writes = writesOf(known, merge, { rules, has });
  return {
    member,
    person,
    skipped,
    contactValues: { ...writes.records[consentHolder.key], ...emailToWrite(known, merge) },
    sourceValues: sourceValues(writes, known, makesCustomer),
    makesCustomer,
    tags: together(merge.tagsToOdoo, writes.tags),
    subscription: subscriptionToWrite(person, consent, member),
    otherSubscriptions: othersToWrite(person, consent),
    blacklist: blacklistDue(known, rules),
    consent,
    unfit: writes.unfit,
    base: newBase(known, { merge, writes, consent, rules }),
    exportDue: isPending(merge, 'mailchimp') || consentIsDue(known, consent, rules),
    onlyConsent: false,
  };
}

/** Whether the plan changes anything in Odoo. */
export function changesOdoo(plan: MemberPlan): boolean {
  if (plan.skipped !== null) return plan.blacklist;
  if (plan.person.contact === null || plan.subscription !== null) return true;
  if (plan.blacklist || plan.makesCustomer || plan.otherSubscriptions.length > 0) return true;
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
  makesCustomer: boolean,
): MemberPlan['sourceValues'] {
  const { [consentHolder.key]: contact = {}, ...sources } = records;
  if (!makesCustomer) return sources;
  // B11: a customer needs a name.
  const name = [contact.name, person.contact?.name, member.fullName].find(Boolean) ?? member.email;
  const made = { ...sources[createdSource.key], name, email: member.email };
  return { ...sources, [createdSource.key]: made };
}

function together(one: TagDelta, other: TagDelta): TagDelta {
  return { add: [...one.add, ...other.add], remove: [...one.remove, ...other.remove] };
}

/** B10: a bounced address goes on the blacklist, and nothing ever takes it off. */
function blacklistDue({ member, person }: KnownMember, { onCleaned }: ImportRules): boolean {
  return member.status === 'cleaned' && onCleaned === 'blacklist' && !person.consent.blacklisted;
}

interface Imported {
  merge: PersonMerge;
  writes: OdooWrites;
  consent: ImportConsent;
  rules: ImportRules;
}

function newBase(known: KnownMember, { merge, writes, consent, rules }: Imported): SyncBase {
  const { member, person } = known;
  const carried = {
    to: 'odoo',
    values: { ...writes.reads, [emailKey]: member.email.toLowerCase() },
    given: new Set(writes.unfit.keys()),
  } as const;
  const blacklisted = person.consent.blacklisted || blacklistDue(known, rules);
  const values = settledValues(known, member, merge, carried);
  return {
    ...settledConsent(known, member, { optedOut: consent.optOut, blacklisted }),
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

/** The opt-out or the fresh opt-in that Odoo has and MailChimp doesn't (B24, B25). */
function consentIsDue(known: KnownMember, consent: ImportConsent, { policies }: ImportRules): boolean {
  const { member, person, history } = known;
  const odoo = { ...person.consent, subscription: consent.optOut ? ('out' as const) : ('in' as const) };
  const before = history ?? { status: member.status, optedOut: consent.optOut, mirroredOptOut: false };
  const after = { ...before, mirroredOptOut: consent.mirrored };
  const { action } = decideExport(member.status, odoo, after, policies);
  return action === 'unsubscribe' || action === 'resubscribe';
}
