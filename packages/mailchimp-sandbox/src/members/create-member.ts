import { problems } from '../http/problems.js';
import { subscriberHash } from '../model/identifiers.js';
import type { MemberRecord } from '../model/member-record.js';
import type { WritableStatus } from '../model/member-status.js';
import { emailProblem } from '../rules/email-rules.js';
import { writeMergeValues } from '../rules/merge-values.js';
import { newStanding } from '../rules/status-machine.js';
import { knownInterests } from './known-interests.js';
import type { MemberInput } from './member-input.js';
import { refuseThrottled, saveMember } from './save-member.js';
import { tagsAdded } from './tag-members.js';
import { skippedValidation } from './write-context.js';
import type { WriteContext } from './write-context.js';

export const unsubscribedByAccount = 'N/A (Unsubscribed by admin)';

/** Refuses an address that MailChimp would not take into this audience. */
export function checkNewEmail(context: WriteContext, email: string): void {
  const problem = emailProblem(email, context.world.knobs);
  if (problem) throw problem;
  if (context.audience.forgotten.has(subscriberHash(email))) throw problems.forgotten(email);
}

const sources = { api: 'API - Generic', user: 'Hosted Signup Form', admin: 'Admin Add' } as const;

/** Creates a member under the address of the input, whatever the path said (API §5.4 rules 1 and 7). */
export function createMember(context: WriteContext, input: MemberInput): MemberRecord {
  const email = input.email ?? '';
  checkNewEmail(context, email);
  const status = input.status ?? input.statusIfNew;
  if (!status) throw problems.noStatus();
  if (status === 'subscribed') refuseThrottled(context, email);
  const record = newRecord(context, input, status);
  return saveMember(context, undefined, tagsAdded(context, record, input.tags ?? []));
}

function newRecord(context: WriteContext, input: MemberInput, status: WritableStatus): MemberRecord {
  const { world, audience } = context;
  const now = world.now();
  const email = input.email ?? '';
  return {
    seq: audience.members.nextSeq,
    email,
    id: subscriberHash(email),
    ...newStanding(status),
    reason: status === 'unsubscribed' ? unsubscribedByAccount : '',
    merges: writeMergeValues({
      fields: audience.mergeFields,
      stored: {},
      given: input.merges,
      skip: skippedValidation(context),
    }),
    ...preferences(input),
    ...optIn(context, input, status),
    source: sources[context.source],
    statusAt: now,
    changedAt: now,
    createdAt: now,
    location: input.location,
    interests: knownInterests(context, undefined, input.interests),
    permissions: Object.keys(input.permissions).length > 0 ? input.permissions : undefined,
  };
}

function preferences(input: MemberInput): Pick<MemberRecord, 'emailType' | 'vip' | 'language'> {
  return { emailType: input.emailType ?? 'html', vip: input.vip ?? false, language: input.language ?? '' };
}

type OptIn = Pick<MemberRecord, 'ipSignup' | 'ipOpt' | 'signupAt' | 'optAt'>;

/** Who is pending has not opted in yet. */
function optIn({ world, ip }: WriteContext, input: MemberInput, status: WritableStatus): OptIn {
  const pending = status === 'pending';
  return {
    ipSignup: input.ipSignup ?? '',
    ipOpt: input.ipOpt ?? (pending ? '' : ip),
    signupAt: input.signupAt ?? 0,
    optAt: input.optAt ?? (pending ? 0 : world.now()),
  };
}
