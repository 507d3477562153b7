import { emailKey, isBlank, sameValue, type FieldValues } from '../../core/field-value.js';
import { interestKey, permissionKey } from '../../core/mapping/field-mapping.js';
import type { OdooSide } from '../../core/mapping/odoo-side.js';
import type { SyncBase } from '../../core/sync-base.js';
import { applyTagDelta, isManaged } from '../../core/tags.js';
import type { Member } from '../../mailchimp/member.js';
import type { Binding } from '../../store/binding.js';
import { memberFingerprint } from '../import/member-fingerprint.js';
import type { PersonMerge } from '../people/merge-person.js';
import { linksOf } from '../people/person-view.js';
import { bindingOf, seenMember, type SeenMember } from '../people/seen-member.js';
import { isPending, settledAddresses, settledValues } from '../people/settled-base.js';
import type { KnownPerson } from '../people/known-person.js';
import type { OpenAudience } from '../run/audience-run.js';
import type { Push } from './plan-contact.js';
import type { PushPlan } from './plan-records.js';

/** The binding after MailChimp has confirmed a push: what both sides now agree on. */
export function pushedBinding(open: OpenAudience, plan: PushPlan, answer: Member): Binding {
  const { merge, push } = plan.decision;
  const member = answeredMember(open, plan, answer);
  const settled = settledBinding(open, { known: plan.known, merge, push }, member);
  return {
    ...settled,
    pushedAt: open.clock.now().toISOString(),
    addonDue: true,
    error: null,
  };
}

/** The same for a person nothing had to be sent for; null when the binding already says so. */
export function unchangedBinding(open: OpenAudience, known: KnownPerson, merge: PersonMerge): Binding | null {
  const { member, binding } = known;
  if (member === null || binding === null) return null;
  const push = { renameTo: null, values: {}, tags: { add: [], remove: [] } };
  const settled = settledBinding(open, { known, merge, push }, member);
  const before = [binding.base, binding.records, binding.importDue, binding.exportDue];
  const after = [settled.base, settled.records, settled.importDue, settled.exportDue];
  return JSON.stringify(before) === JSON.stringify(after) ? null : { ...settled, addonDue: true };
}

interface Settling {
  known: KnownPerson;
  merge: PersonMerge | null;
  push: Push;
}

function settledBinding(open: OpenAudience, settling: Settling, member: SeenMember): Binding {
  const { known, merge, push } = settling;
  const { binding } = known;
  const base = nextBase(open, settling, member);
  const isOpen = isImportDue({ member, merge, base });
  return {
    ...bindingOf(open.audience.id, member, binding ?? undefined),
    records: linksOf(open.types, known.person, binding?.records),
    base: { ...base },
    // A member without a contact has still to be imported.
    memberFingerprint:
      isOpen || known.person.contact === null ? null : memberFingerprint(member, open.audience),
    importDue: isOpen && known.person.contact !== null,
    exportDue: merge !== null && isLeftToSend(merge, push),
  };
}

/** MailChimp has something Odoo hasn't. */
function isImportDue({
  member,
  merge,
  base,
}: {
  member: SeenMember;
  merge: PersonMerge | null;
  base: SyncBase;
}): boolean {
  return !isAgreed(base, member, merge) || (merge !== null && isPending(merge, 'odoo'));
}

/** The member holds what the two agreed on, and nothing that came about in between. */
function isAgreed({ mailchimp }: SyncBase, { values }: SeenMember, merge: PersonMerge | null): boolean {
  const compared = merge === null ? Object.keys(values) : [...merge.directions.keys()];
  return compared.every((key) => {
    const agreed = mailchimp[key];
    return agreed !== undefined && sameValue(agreed, values[key] ?? '');
  });
}

function isLeftToSend(merge: PersonMerge, push: Push): boolean {
  const sent = Object.keys(push.values).length + push.tags.add.length + push.tags.remove.length;
  return isPending(merge, 'mailchimp') && sent === 0 && push.renameTo === null;
}

/** The member as MailChimp answered, and where an answer says less than the member holds, as it was sent. */
function answeredMember(
  { names }: OpenAudience,
  { known, decision: { push } }: PushPlan,
  answer: Member,
): SeenMember {
  const answered = seenMember(answer, names);
  const values: FieldValues = { ...answered.values };
  const isTold = Object.keys(answer.interests).length + Object.keys(answer.permissions).length > 0;
  const flags = [...names.interestIds.map(interestKey), ...names.permissionIds.map(permissionKey)];
  for (const key of isTold ? [] : flags) values[key] = push.values[key] ?? known.member?.values[key] ?? false;
  const tags = answer.tagsCount > answer.tags.length ? (known.member?.tags ?? []) : answered.tags;
  return { ...answered, values, tags: applyTagDelta(tags, push.tags) };
}

function nextBase(open: OpenAudience, { known, merge, push }: Settling, member: SeenMember): SyncBase {
  const carried = { to: 'mailchimp', values: sentValues(push, member), given: new Set<string>() } as const;
  const values =
    merge === null || known.member === null
      ? newValues(sendable(known.person.odoo), member)
      : settledValues(known, known.member, merge, carried);
  const addresses = settledAddresses(known, push.renameTo === null ? null : known.movedTo);
  return { ...addresses, ...values, tags: baseTags(open, known, member) };
}

/** Without what has stayed back, which is still to be carried: MailChimp's blank is not to win over it. */
function sendable({ values, unfit }: OdooSide): FieldValues {
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => !unfit.has(key) || isBlank(value)),
  );
}

/** Of a new member: what MailChimp took as it was; anything else is to be imported. */
function newValues(odoo: FieldValues, member: SeenMember): Pick<SyncBase, 'odoo' | 'mailchimp'> {
  const agreed = Object.entries(odoo).flatMap(([key, value]) => {
    const taken = member.values[key] ?? '';
    return sameValue(value, taken) || (isBlank(value) && taken === false) ? [[key, taken] as const] : [];
  });
  return { odoo, mailchimp: Object.fromEntries(agreed) };
}

function sentValues({ values, renameTo }: Push, member: SeenMember): FieldValues {
  const sent = Object.keys(values).map((key) => [key, member.values[key] ?? ''] as const);
  const email = renameTo === null ? {} : { [emailKey]: member.values[emailKey] ?? '' };
  return { ...Object.fromEntries(sent), ...email };
}

/** What Odoo has, as far as MailChimp has it too or had it when they last agreed. */
function baseTags(open: OpenAudience, { person, base }: KnownPerson, member: SeenMember): string[] {
  const fold = (name: string): string => name.trim().toLowerCase();
  const kept = new Set([...member.tags, ...(base?.tags ?? [])].map(fold));
  const managed = person.tags.filter((name) => isManaged(name, open.managedTags));
  return managed.filter((name) => kept.has(fold(name))).sort();
}
