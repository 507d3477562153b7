import type { Audience } from '../model/audience.js';
import { subscriberHash } from '../model/identifiers.js';
import type { Lock, MemberRecord } from '../model/member-record.js';
import { memberStatuses } from '../model/member-status.js';
import type { MemberStatus } from '../model/member-status.js';
import { parseTime } from '../model/timestamps.js';
import type { World } from '../model/world.js';
import { readMemberInput } from '../members/member-input.js';
import type { MemberInput } from '../members/member-input.js';
import { tagsAdded } from '../members/tag-members.js';
import { writeMergeValues } from '../rules/merge-values.js';
import { ControlError } from './control-error.js';
import { readEngagement } from './engagement-input.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * Puts members there as they are given, in any status and without a webhook. `unsubscribed_by` (user, admin,
 * abuse) says who opted out, `last_changed` when, `stats` and `member_rating` how mailings are taken.
 */
export function placeMembers(world: World, audience: Audience, members: readonly unknown[]): MemberRecord[] {
  return members.map((member) => placeMember(world, audience, memberObject(member)));
}

/** An item of `members`. */
export function memberObject(member: unknown): Json {
  if (typeof member === 'object' && member !== null && !Array.isArray(member)) return member as Json;
  throw new ControlError('Each member is an object with an email_address.');
}

function placeMember(world: World, audience: Audience, body: Json): MemberRecord {
  const { status: statusText = 'subscribed', ...others } = body;
  const status = memberStatuses.find((known) => known === statusText);
  if (!status)
    throw new ControlError(
      `Unknown status ${JSON.stringify(statusText)}; one of ${memberStatuses.join(', ')}.`,
    );
  const input = readMemberInput(others);
  const email = input.email ?? '';
  if (!email.includes('@')) throw new ControlError('Each member needs an email_address.');
  const before = audience.members.byEmail(email);
  const changedAt = timeOf(body.last_changed) ?? world.now();
  const base = before ?? blankMember(audience, email, changedAt);
  const lock = lockOf(status, body.unsubscribed_by);
  const record: MemberRecord = {
    ...base,
    ...given(input),
    engagement: readEngagement(body, base.engagement),
    odd: undefined,
    listedAt: undefined,
    status,
    lock,
    reason: reasonOf(status, lock, body.unsubscribe_reason),
    merges: mergesOf(audience, base, input),
    optAt: input.optAt ?? (status === 'pending' ? 0 : base.optAt || changedAt),
    statusAt: changedAt,
    changedAt,
  };
  const tagged = tagsAdded({ world, audience }, record, input.tags ?? []);
  audience.members.put(tagged);
  audience.forgotten.delete(tagged.id);
  return tagged;
}

export function timeOf(given: unknown): number | undefined {
  return typeof given === 'string' && given !== '' ? parseTime(given) : undefined;
}

function given(input: MemberInput): Partial<MemberRecord> {
  const fields = {
    emailType: input.emailType,
    vip: input.vip,
    language: input.language,
    location: input.location,
    ipSignup: input.ipSignup,
    ipOpt: input.ipOpt,
    signupAt: input.signupAt,
    interests: Object.keys(input.interests).length > 0 ? input.interests : undefined,
    permissions: Object.keys(input.permissions).length > 0 ? input.permissions : undefined,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function mergesOf(audience: Audience, base: MemberRecord, input: MemberInput): MemberRecord['merges'] {
  return writeMergeValues({
    fields: audience.mergeFields,
    stored: base.merges,
    given: input.merges,
    skip: 'missing',
  });
}

function lockOf(status: MemberStatus, by: unknown): Lock {
  if (status === 'cleaned') return 'bounce';
  if (status !== 'unsubscribed') return '';
  return by === 'user' || by === 'abuse' ? by : '';
}

function reasonOf(status: MemberStatus, lock: Lock, reason: unknown): string {
  if (status !== 'unsubscribed') return '';
  if (typeof reason === 'string') return reason;
  return lock === '' ? 'N/A (Unsubscribed by admin)' : 'None given';
}

/** Somebody of whom nothing is known but the address. */
export function blankMember(audience: Audience, email: string, changedAt: number): MemberRecord {
  return {
    seq: audience.members.nextSeq,
    email,
    id: subscriberHash(email),
    status: 'subscribed',
    statusAt: changedAt,
    lock: '',
    reason: '',
    merges: {},
    emailType: 'html',
    vip: false,
    language: '',
    source: 'Import',
    ipSignup: '',
    ipOpt: '',
    signupAt: 0,
    optAt: 0,
    changedAt,
    createdAt: changedAt,
  };
}
