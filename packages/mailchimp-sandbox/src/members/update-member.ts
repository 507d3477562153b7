import { problems } from '../http/problems.js';
import { subscriberHash } from '../model/identifiers.js';
import type { MemberRecord } from '../model/member-record.js';
import type { WritableStatus } from '../model/member-status.js';
import { writeMergeValues } from '../rules/merge-values.js';
import { requestStatus } from '../rules/status-machine.js';
import { checkNewEmail, unsubscribedByAccount } from './create-member.js';
import { knownInterests } from './known-interests.js';
import type { MemberInput } from './member-input.js';
import { refuseThrottled, saveMember } from './save-member.js';
import { tagsAdded } from './tag-members.js';
import { skippedValidation } from './write-context.js';
import type { WriteContext } from './write-context.js';

/** Writes what the input gives over the member; nothing is stored when any of it is refused. */
export function updateMember(context: WriteContext, before: MemberRecord, input: MemberInput): MemberRecord {
  const { audience } = context;
  const moved = { ...before, ...newEmail(context, before, input.email) };
  const standing = { ...moved, ...newStatus(context, moved, input.status) };
  const after: MemberRecord = {
    ...standing,
    merges: writeMergeValues({
      fields: audience.mergeFields,
      stored: before.merges,
      given: input.merges,
      skip: skippedValidation(context),
    }),
    interests: knownInterests(context, before.interests, input.interests),
    permissions: merged(before.permissions, input.permissions),
    ...plainChanges(standing, input),
  };
  return saveMember(context, before, tagsAdded(context, after, input.tags ?? []));
}

function plainChanges(before: MemberRecord, input: MemberInput): Partial<MemberRecord> {
  return {
    emailType: input.emailType ?? before.emailType,
    vip: input.vip ?? before.vip,
    language: input.language ?? before.language,
    location: input.location ?? before.location,
    ipSignup: input.ipSignup ?? before.ipSignup,
    ipOpt: input.ipOpt ?? before.ipOpt,
    signupAt: input.signupAt ?? before.signupAt,
    optAt: input.optAt ?? before.optAt,
  };
}

type Flags = Readonly<Record<string, boolean>>;

function merged(before: Flags | undefined, given: Flags): Flags | undefined {
  return Object.keys(given).length === 0 ? before : { ...before, ...given };
}

/** A new address keeps the contact and takes another hash; the case stays as first stored (API §5.4 rule 6). */
function newEmail(
  context: WriteContext,
  before: MemberRecord,
  email: string | undefined,
): Partial<MemberRecord> {
  if (email === undefined || email.toLowerCase() === before.email.toLowerCase()) return {};
  if (context.source === 'api' && context.world.knobs.rename_only_subscribed)
    refuseRename(context, before, email);
  checkNewEmail(context, email);
  if (context.audience.members.byEmail(email)) throw problems.memberExists(email);
  return { email, id: subscriberHash(email) };
}

/** Only who is subscribed may get another address, and not one that is archived or was deleted (API, added since). */
function refuseRename({ audience }: WriteContext, { status }: MemberRecord, email: string): void {
  if (status !== 'subscribed') throw problems.renamedWhile(status);
  if (audience.forgotten.has(subscriberHash(email))) throw problems.inThisList(email, 'deleted');
  if (audience.members.byEmail(email)?.status === 'archived') throw problems.inThisList(email, 'archived');
}

function newStatus(
  context: WriteContext,
  before: MemberRecord,
  wanted: WritableStatus | undefined,
): Partial<MemberRecord> {
  if (!wanted || wanted === before.status) return {};
  const standing = requestStatus(before, wanted, context.world.knobs);
  if (standing === 'compliance') throw problems.compliance(before.email);
  if (standing === 'transactional') {
    throw problems.invalid(`${before.email} is already a list member and cannot be made transactional.`);
  }
  if (wanted === 'subscribed') {
    refuseThrottled(context, before.email);
    return { ...standing, reason: '', optAt: context.world.now(), ipOpt: context.ip };
  }
  return { ...standing, reason: wanted === 'unsubscribed' ? unsubscribedByAccount : '' };
}
