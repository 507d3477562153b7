import type { Audience } from '../model/audience.js';
import { md5, subscriberHash } from '../model/identifiers.js';
import type { MemberRecord } from '../model/member-record.js';
import { memberStatuses } from '../model/member-status.js';
import type { World } from '../model/world.js';
import { blankMember, memberObject, timeOf } from './place-members.js';

type Json = Readonly<Record<string, unknown>>;

/** Keys that nobody makes up: a row without them is answered without them. */
const asGiven = ['email_address', 'status'];

/**
 * Puts rows there as MailChimp may send them and the API wouldn't take: what is given is answered as it is, whatever
 * its type, and the rest is that of an ordinary member. A row with the address or the `id` of a member makes that
 * one odd.
 */
export function placeOddMembers(world: World, audience: Audience, rows: readonly unknown[]): void {
  for (const row of rows) placeOddMember(world, audience, memberObject(row));
}

function placeOddMember(world: World, audience: Audience, row: Json): void {
  const email = typeof row.email_address === 'string' ? row.email_address : '';
  const { nextSeq } = audience.members;
  const id = hashOf(row, email) ?? md5(`odd:${audience.id}:${nextSeq}`);
  const changedAt = timeOf(row.last_changed) ?? world.now();
  const base = audience.members.byHash(id) ?? { ...blankMember(audience, email, changedAt), id };
  audience.members.put({
    ...base,
    ...knownStatus(row),
    changedAt,
    listedAt: undefined,
    odd: { shown: row, missing: asGiven.filter((key) => !(key in row)) },
  });
}

function hashOf(row: Json, email: string): string | undefined {
  if (typeof row.id === 'string' && row.id !== '') return row.id;
  return email === '' ? undefined : subscriberHash(email);
}

/** A status that MailChimp's own rules know is the member's; of another one they know nothing. */
function knownStatus({ status }: Json): Partial<MemberRecord> {
  const known = memberStatuses.find((one) => one === status);
  return known ? { status: known } : {};
}
