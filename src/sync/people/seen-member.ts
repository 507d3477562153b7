import { z } from 'zod';
import { consentOf } from '../../consent/consent-of.js';
import type { SeenConsent } from '../../consent/facts-of.js';
import { noEvidence } from '../../core/consent-change.js';
import type { FieldValues } from '../../core/field-value.js';
import { memberValues, type MappedNames } from '../../core/mapping/member-values.js';
import type { MemberStatus } from '../../core/member-status.js';
import type { Member } from '../../mailchimp/member.js';
import type { Binding } from '../../store/binding.js';

/** A member as far as the sync reads it: fresh from MailChimp, or as last seen. */
export interface SeenMember {
  memberId: string;
  /** Where it is found now. */
  hash: string;
  /** In the case it was first written when fresh, lower case otherwise. */
  email: string;
  fullName: string;
  status: MemberStatus;
  values: FieldValues;
  tags: string[];
  /** ISO 8601; when the person signed up by form, and when they opted in. */
  signedUpAt: string | null;
  optedInAt: string | null;
  lastChanged: string;
  /** Of an unsubscribed member, in MailChimp's words. */
  unsubscribeReason: string | null;
}

export function seenMember(member: Member, names: MappedNames): SeenMember {
  return {
    memberId: member.contactId,
    hash: member.id,
    email: member.email,
    fullName: member.fullName,
    status: member.status,
    values: memberValues(names, member),
    tags: member.tags.map(({ name }) => name),
    signedUpAt: member.timestampSignup,
    optedInAt: member.timestampOpt,
    lastChanged: member.lastChanged,
    unsubscribeReason: member.unsubscribeReason,
  };
}

/** What consent reads of it. */
export function seenConsent({
  signedUpAt,
  optedInAt,
  unsubscribeReason: reason,
  ...seen
}: SeenMember): SeenConsent {
  const consent = consentOf({ ...seen, timestampSignup: signedUpAt, timestampOpt: optedInAt });
  return { ...consent, evidence: { ...noEvidence, reason, told: null } };
}

const fieldValue = z.union([z.string(), z.number(), z.boolean(), z.record(z.string(), z.string())]);

export const fieldValuesSchema = z.record(z.string(), fieldValue);

const keptSchema = z.object({
  values: fieldValuesSchema,
  tags: z.array(z.string()),
  signedUpAt: z.string().nullable(),
  optedInAt: z.string().nullable(),
  fullName: z.string(),
  // A store of 0.1.0 doesn't know it.
  unsubscribeReason: z.string().nullable().default(null),
});

/** The member of a binding as last seen. */
export function memberOf(binding: Binding): SeenMember {
  const { memberId, subscriberHash: hash, email, status, lastChanged } = binding;
  return { memberId, hash, email, status, lastChanged: lastChanged ?? '', ...keptSchema.parse(binding.seen) };
}

/** When the member confirmed, was subscribed by the API, or signed up; ISO 8601. */
export function subscribedAt({ optedInAt, signedUpAt }: SeenMember): string | null {
  return optedInAt ?? signedUpAt;
}

/** A binding that knows of the member what has just been seen of it, and of all else what it knew. */
export function bindingOf(audienceId: string, member: SeenMember, known: Binding | undefined): Binding {
  const blank = {
    records: {},
    memberFingerprint: null,
    base: {},
    importDue: false,
    exportDue: false,
    tagsOff: false,
    addonDue: true,
    pushedAt: null,
    pulledAt: null,
    error: null,
  };
  const { values, tags, signedUpAt, optedInAt, fullName, unsubscribeReason } = member;
  return {
    ...(known ?? blank),
    audienceId,
    memberId: member.memberId,
    subscriberHash: member.hash,
    email: member.email.toLowerCase(),
    status: member.status,
    lastChanged: member.lastChanged,
    seen: { values, tags, signedUpAt, optedInAt, fullName, unsubscribeReason },
    addonDue: known === undefined || known.addonDue || isShownOtherwise(known, member),
  };
}

/** The addon shows status and date of what was known of the member. */
function isShownOtherwise(known: Binding, member: SeenMember): boolean {
  return known.status !== member.status || subscribedAt(memberOf(known)) !== subscribedAt(member);
}
