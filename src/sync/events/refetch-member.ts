import type { Member } from '../../mailchimp/member.js';
import { subscriberHash } from '../../mailchimp/subscriber-hash.js';
import type { Binding } from '../../store/binding.js';
import type { OpenAudience } from '../run/audience-run.js';
import type { PersonEvents } from './fold-events.js';

/** What MailChimp says of one person now. */
export interface Refetched {
  events: PersonEvents;
  members: Member[];
  /** Members that are no more (B33). */
  gone: Binding[];
}

/**
 * Reads the members that the events of one person are about (B32). One that isn't at its address any more is looked for by
 * its id, under which it is found wherever it moved; only when it isn't there either, and MailChimp has told of an
 * unsubscription, it is gone.
 */
export async function refetchMember(run: OpenAudience, events: PersonEvents): Promise<Refetched> {
  const { mailchimp, audience, store } = run;
  const addresses = [...new Set(events.flatMap(({ email }) => email ?? []))];
  const answers = await Promise.all(
    addresses.map((address) => mailchimp.members.get(audience.id, subscriberHash(address))),
  );
  const members = answers.flatMap((member) => member ?? []);
  const missing = addresses.filter((_, index) => answers[index] === null);
  const former = await formerAddresses(run, events, missing);
  const bindings = await store.bindings.byHashes(audience.id, [...missing, ...former].map(subscriberHash));
  const gone: Binding[] = [];
  for (const binding of bindings) {
    if (members.some(({ contactId }) => contactId === binding.memberId)) continue;
    const moved = hasOwnId(binding) ? await mailchimp.members.get(audience.id, binding.memberId) : null;
    if (moved !== null) members.push(moved);
    else if (isToldGone(binding, events)) gone.push(binding);
  }
  return { events, members: uniqueMembers(members), gone };
}

/**
 * Where the members may still be known by. When MailChimp tells of a deletion, the change of address before it may have
 * been told, and have led nowhere, since the member was gone by then.
 */
async function formerAddresses(
  { store, audience }: OpenAudience,
  events: PersonEvents,
  missing: readonly string[],
): Promise<string[]> {
  const told = events.flatMap(({ formerEmail }) => formerEmail ?? []);
  const isToldUnsubscribed = events.some(({ type }) => type === 'unsubscribe');
  const earlier = isToldUnsubscribed ? await store.inbox.formerEmails(audience.id, missing) : [];
  return [...new Set([...told, ...earlier])];
}

/** Known by MailChimp's own id, and not by where it was when the batch endpoint told of it (mailchimp-api §5.3). */
function hasOwnId({ memberId, subscriberHash: hash }: Binding): boolean {
  return memberId !== hash;
}

/** Without an id to look for, a member that only moved looks the same: MailChimp has to say that it was deleted. */
function isToldGone(binding: Binding, events: PersonEvents): boolean {
  const told = events.filter(({ type }) => type === 'unsubscribe');
  if (hasOwnId(binding)) return told.length > 0;
  return told.some(({ email, action }) => email === binding.email && action !== 'unsub');
}

function uniqueMembers(members: readonly Member[]): Member[] {
  return [...new Map(members.map((member) => [member.contactId, member])).values()];
}
