import type { Member } from '../../mailchimp/member.js';
import type { Binding } from '../../store/binding.js';

/** A binding that knows of the member no more than MailChimp has just said. */
export function seenMember(audienceId: string, member: Member, known: Binding | undefined): Binding {
  const blank = {
    contactId: null,
    partnerId: null,
    mirroredOptOut: false,
    memberFingerprint: null,
    contactFingerprint: null,
    base: {},
    pushedAt: null,
    pulledAt: null,
    error: null,
  };
  return {
    ...(known ?? blank),
    audienceId,
    memberId: member.contactId,
    subscriberHash: member.id,
    email: member.email.toLowerCase(),
    status: member.status,
    lastChanged: member.lastChanged,
  };
}
