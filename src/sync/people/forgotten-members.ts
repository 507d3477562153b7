import { isStillForgotten } from '../../core/still-forgotten.js';
import type { OpenAudience } from '../run/audience-run.js';
import type { SeenMember } from './seen-member.js';

/** Ids of the members that no run brings to Odoo: forgotten, and not signed up themselves since (B57). */
export async function forgottenMembers(
  { store, audience }: Pick<OpenAudience, 'store' | 'audience'>,
  members: readonly SeenMember[],
): Promise<ReadonlySet<string>> {
  const forgotten = await store.forgotten.among(
    audience.id,
    members.map(({ email }) => email),
  );
  const passedOver = members.filter((member) =>
    isStillForgotten(forgotten.get(member.email.toLowerCase())?.since, member),
  );
  return new Set(passedOver.map(({ memberId }) => memberId));
}
