import { decideImport, type ConsentHistory, type ImportConsent } from '../../core/consent/decide-import.js';
import { rememberedOptOut } from '../../core/consent/remembered-opt-out.js';
import { fingerprint } from '../../core/fingerprint.js';
import { changedFields } from '../../core/mapping/changed-fields.js';
import type { FieldRule } from '../../core/mapping/field-rule.js';
import { memberName, memberValues } from '../../core/mapping/member-values.js';
import { odooValues } from '../../core/mapping/odoo-values.js';
import type { FieldValues, SyncBase } from '../../core/sync-base.js';
import { isManaged, tagDelta, type ManagedTags, type TagDelta } from '../../core/tags.js';
import type { Member } from '../../mailchimp/member.js';
import type { SubscriptionDraft } from '../../odoo/people/create-contacts.js';
import type { OdooContact } from '../../odoo/people/person.js';
import { toOdooDate } from '../../odoo/records/odoo-date.js';
import { mappable, type PersonView } from '../people/person-view.js';

export interface ImportRules {
  fields: readonly FieldRule[];
  tags: ManagedTags;
  createContact: boolean;
  createCustomer: boolean;
  overrideName: boolean;
  onCleaned: 'blacklist' | 'opt_out';
}

export interface KnownMember {
  member: Member;
  /** Null on the first meeting. */
  base: SyncBase | null;
  history: ConsentHistory | null;
  person: PersonView;
  tagsOf(contact: OdooContact): string[];
}

/** What an import does in Odoo for one member; nothing of it has been done yet. */
export interface MemberPlan {
  member: Member;
  /** The contact to be written; null makes a new one, or none when `skipped`. */
  contact: OdooContact | null;
  skipped: 'no_contact' | null;
  values: { name?: string | null; email?: string };
  tags: TagDelta;
  /** Null leaves the subscription as it is. */
  subscription: SubscriptionDraft | null;
  blacklist: boolean;
  customerName: string | null;
  consent: ImportConsent;
  base: SyncBase;
}

/** B9–B13: pure, so that every combination can be tested without a server. */
export function planMember(known: KnownMember, rules: ImportRules): MemberPlan {
  const { member, person, base } = known;
  const consent = decideImport(memberConsent(member), person.consent, known.history);
  const values = memberValues(rules.fields, member.mergeFields);
  const tags = member.tags.map(({ name }) => name).filter((name) => isManaged(name, rules.tags));
  const odooTags = person.contact === null ? [] : known.tagsOf(person.contact);
  const name = nameToWrite(
    known,
    memberName(rules.fields, values),
    changedFields(values, base?.mailchimp ?? null),
    rules,
  );
  const skipped = person.contact === null && !rules.createContact ? 'no_contact' : null;
  return {
    member,
    contact: person.contact,
    skipped,
    values: { ...name, ...emailToWrite(known) },
    tags: tagDelta({ base: base?.tags ?? [], source: tags, target: odooTags, managed: rules.tags }),
    subscription: subscriptionToWrite(person, consent, member),
    blacklist: blacklistDue(known, rules),
    customerName: skipped === null ? customerToMake(known, memberName(rules.fields, values), rules) : null,
    consent,
    base: newBase(known, { values, tags, name, consent, fields: rules.fields }),
  };
}

/** B10: a bounced address goes on the blacklist, and nothing ever takes it off. */
function blacklistDue({ member, person }: KnownMember, { onCleaned }: ImportRules): boolean {
  return member.status === 'cleaned' && onCleaned === 'blacklist' && !person.consent.blacklisted;
}

/** B11: the name of the customer to make; null when there is one already, archived or not. */
function customerToMake(
  { member, person }: KnownMember,
  name: string | null,
  rules: ImportRules,
): string | null {
  return rules.createCustomer && !person.isCustomer ? (name ?? member.email) : null;
}

/** Whether the plan changes anything in Odoo. */
export function changesOdoo(plan: MemberPlan): boolean {
  if (plan.skipped !== null) return plan.blacklist;
  if (plan.contact === null || plan.subscription !== null) return true;
  if (plan.blacklist || plan.customerName !== null) return true;
  return Object.keys(plan.values).length + plan.tags.add.length + plan.tags.remove.length > 0;
}

/** Equal when nothing the import reads of the member has changed. */
export function memberFingerprint(member: Member, rules: Pick<ImportRules, 'fields' | 'tags'>): string {
  const tags = member.tags.map(({ name }) => name.toLowerCase());
  return fingerprint({
    email: member.email,
    status: member.status,
    signedUp: member.timestampSignup,
    values: memberValues(rules.fields, member.mergeFields),
    tags: tags.filter((name) => isManaged(name, rules.tags)).sort(),
  });
}

function memberConsent(member: Member): Parameters<typeof decideImport>[0] {
  const date = (text: string | null): Date | null => (text === null ? null : new Date(text));
  const { status, timestampOpt, timestampSignup } = member;
  return { status, signedUpAt: date(timestampSignup), optedInAt: date(timestampOpt) };
}

/** B13: an empty Odoo name is filled; a different one is replaced only when the option says so. */
function nameToWrite(
  { person, base }: KnownMember,
  name: string | null,
  changed: FieldValues,
  rules: ImportRules,
): { name?: string | null } {
  if (person.contact === null) return { name };
  if (name === null || name === person.contact.name) return {};
  if (person.contact.name === null || person.contact.name.trim() === '') return { name };
  const mailchimpChanged = base === null || Object.keys(changed).length > 0;
  return rules.overrideName && mailchimpChanged ? { name } : {};
}

/** A member that was renamed takes its contact along (B32); an address edited in Odoo is left for the export. */
function emailToWrite({ member, person, base }: KnownMember): { email?: string } {
  if (person.contact === null) return { email: member.email };
  const address = member.email.toLowerCase();
  const renamed = base !== null && base.email !== address;
  return renamed && person.contact.address !== address ? { email: member.email } : {};
}

function subscriptionToWrite(
  { contact, consent: odoo }: PersonView,
  consent: ImportConsent,
  member: Member,
): SubscriptionDraft | null {
  const draft = { optOut: consent.optOut, optOutDate: consent.optOut ? odooDateOf(member, odoo) : null };
  const current = contact?.subscription ?? null;
  return current?.optOut === consent.optOut ? null : draft;
}

/** The opt-out's date: Odoo's own when it opted out first, else when MailChimp last changed the member. */
function odooDateOf(member: Member, odoo: PersonView['consent']): string {
  return toOdooDate(odoo.optedOutAt ?? new Date(member.lastChanged));
}

interface Imported {
  values: FieldValues;
  tags: string[];
  name: { name?: string | null };
  consent: ImportConsent;
  fields: readonly FieldRule[];
}

/** What both sides hold once the plan is done; a change Odoo has made since the last base stays visible as one. */
function newBase({ member, person, base }: KnownMember, imported: Imported): SyncBase {
  const { contact, customer } = person;
  const now = { name: contact?.name ?? null, email: contact?.email ?? null };
  const written = imported.name.name !== undefined;
  const record = written ? { ...now, name: imported.name.name ?? null } : now;
  const odoo = odooValues(imported.fields, record, mappable(customer));
  const blacklisted = person.consent.blacklisted;
  return {
    email: member.email.toLowerCase(),
    status: member.status,
    odoo: written || base === null ? odoo : base.odoo,
    mailchimp: imported.values,
    tags: [...imported.tags].sort(),
    optedOut: rememberedOptOut({
      optedOut: imported.consent.optOut || blacklisted,
      status: member.status,
      before: base?.optedOut ?? false,
    }),
  };
}
