import { problems } from '../http/problems.js';
import { createMember } from '../members/create-member.js';
import { readMemberInput } from '../members/member-input.js';
import type { MemberInput } from '../members/member-input.js';
import { archiveMember, deletePermanently } from '../members/remove-member.js';
import { saveMember } from '../members/save-member.js';
import { updateMember } from '../members/update-member.js';
import type { WriteContext } from '../members/write-context.js';
import { subscriberHash } from '../model/identifiers.js';
import type { MemberRecord } from '../model/member-record.js';
import { contactStandings } from '../rules/status-machine.js';
import { ControlError } from './control-error.js';

export const personaActions = [
  'unsubscribe',
  'complain',
  'bounce',
  'confirm',
  'subscribe',
  'profile',
  'change_email',
  'delete_permanent',
  'archive',
] as const;

type PersonaAction = (typeof personaActions)[number];

export interface PersonaWish {
  action: PersonaAction;
  email: string;
  newEmail: string | undefined;
  /** Merge fields, interests, tags, language of a `subscribe` or `profile`. */
  body: Readonly<Record<string, unknown>>;
}

/**
 * What people and marketers do; the source of the context says who. Gives the member afterwards, undefined when
 * there is none left.
 */
export function actAsPersona(context: WriteContext, wish: PersonaWish): MemberRecord | undefined {
  if (wish.action === 'subscribe') return subscribe(context, wish);
  const member = context.audience.members.byEmail(wish.email);
  if (!member) throw new ControlError(`No member with the address ${wish.email}.`, 404);
  switch (wish.action) {
    case 'unsubscribe':
      return unsubscribe(context, member);
    case 'complain':
      return saveMember(context, member, {
        ...member,
        ...contactStandings.complain,
        reason: 'Marked as spam',
      });
    case 'bounce':
      return saveMember(context, member, { ...member, ...contactStandings.bounce, reason: '' });
    case 'confirm':
      return confirm(context, member);
    case 'profile':
      return updateMember(context, member, profile(wish));
    case 'change_email':
      return updateMember(context, member, { ...readMemberInput({}), email: requiredEmail(wish) });
    case 'archive':
      return archiveMember(context, member);
    case 'delete_permanent':
      deletePermanently(context, member);
      return undefined;
  }
}

function profile({ body }: PersonaWish): MemberInput {
  const { merge_fields, interests, language, tags } = body;
  return readMemberInput({ merge_fields, interests, language, tags });
}

function requiredEmail({ newEmail }: PersonaWish): string {
  if (!newEmail) throw new ControlError('change_email needs new_email.');
  return newEmail;
}

function unsubscribe(context: WriteContext, member: MemberRecord): MemberRecord {
  const own = context.source === 'user';
  const standing = own
    ? contactStandings.unsubscribe
    : { status: 'unsubscribed' as const, lock: member.lock };
  const reason = own ? 'None given' : 'N/A (Unsubscribed by admin)';
  return saveMember(context, member, { ...member, ...standing, reason });
}

function confirm(context: WriteContext, member: MemberRecord): MemberRecord {
  if (member.status !== 'pending') throw new ControlError(`${member.email} has nothing to confirm.`, 409);
  return optIn(context, member);
}

function optIn(context: WriteContext, member: MemberRecord): MemberRecord {
  const opted = { reason: '', optAt: context.world.now(), ipOpt: context.ip };
  return saveMember(context, member, { ...member, ...contactStandings.confirm, ...opted });
}

/** The sign-up form takes anyone back, the forgotten too; with double opt-in it asks for a confirmation first. */
function subscribe(context: WriteContext, wish: PersonaWish): MemberRecord {
  const { audience, world } = context;
  const own = context.source === 'user';
  const existing = audience.members.byEmail(wish.email);
  if (existing && !own) return updateMember(context, existing, { ...profile(wish), status: 'subscribed' });
  const asked = own && audience.settings.double_optin;
  if (existing) return returning(context, existing, wish, asked);
  if (own) audience.forgotten.delete(subscriberHash(wish.email));
  else if (audience.forgotten.has(subscriberHash(wish.email))) throw problems.forgotten(wish.email);
  const signedUp = own ? { signupAt: world.now(), ipSignup: context.ip } : {};
  const status = asked ? 'pending' : 'subscribed';
  return createMember(context, { ...profile(wish), ...signedUp, email: wish.email, status });
}

function returning(
  context: WriteContext,
  existing: MemberRecord,
  wish: PersonaWish,
  asked: boolean,
): MemberRecord {
  if (existing.status === 'subscribed') return updateMember(context, existing, profile(wish));
  const told = { ...profile(wish), signupAt: context.world.now(), ipSignup: context.ip };
  if (asked) return updateMember(context, existing, { ...told, status: 'pending' });
  return optIn(context, updateMember(context, existing, told));
}
