import { consentShown, type WebhookEvidence } from '../../consent/consent-of.js';
import type { SeenConsent } from '../../consent/facts-of.js';
import type { ConsentPerson } from '../../consent/consent-person.js';
import type { Member } from '../../mailchimp/member.js';
import { contactOf, type Binding } from '../../store/binding.js';
import type { KeptEntry } from '../../store/consent-ledger.js';
import { chunk } from '../../support/chunk.js';
import { memberOf, seenConsent } from '../people/seen-member.js';
import type { OpenAudience } from '../run/audience-run.js';

type Reader = Pick<OpenAudience, 'store' | 'audience'>;

export interface MemberPage {
  members: readonly Member[];
  /** Also those of whom MailChimp says nothing new. */
  full: boolean;
  /** Addresses whose contact an interrupted run may have made. */
  interrupted: ReadonlySet<string>;
  /** What webhooks told of them, by member id. */
  told?: ReadonlyMap<string, WebhookEvidence> | undefined;
}

/**
 * The members of a page, where the consent of one of them has to be looked at: MailChimp says something new, or nothing is
 * known yet.
 */
export async function peopleOfMembers(
  { store, audience }: Reader,
  { members, full, interrupted, told }: MemberPage,
): Promise<ConsentPerson[]> {
  const ids = members.flatMap(({ contactId, id }) => (contactId === id ? [contactId] : [contactId, id]));
  const [kept, bindings] = await Promise.all([
    store.consentLedger.of(audience.id, ids),
    store.bindings.byMembers(audience.id, ids),
  ]);
  const linked = new Map(bindings.map((binding) => [binding.memberId, binding]));
  const people = members.map((member): ConsentPerson => {
    const { contactId: memberId, id: hash, email } = member;
    const consent = consentShown(member, told?.get(memberId) ?? null);
    const entry = kept.get(memberId) ?? kept.get(hash) ?? null;
    const binding = linked.get(memberId) ?? linked.get(hash);
    const contactId = binding === undefined ? null : contactOf(binding);
    const isInterrupted = interrupted.has(email.toLowerCase());
    return { memberId, hash, email, member: consent, contactId, kept: entry, isInterrupted };
  });
  // One look at all of a page costs as much as one at a few, and what it reads need not be asked for again.
  return full || people.some(isDue) ? people : [];
}

function isDue({ kept, member }: ConsentPerson): boolean {
  return kept === null || kept.due || !saysNothingNew(kept, member);
}

function saysNothingNew({ entry }: KeptEntry, member: SeenConsent): boolean {
  return (
    entry.status === member.status &&
    entry.signedUpAt === member.signedUpAt &&
    entry.optedInAt === member.optedInAt
  );
}

const atOnce = 500;

/** Known members, as MailChimp has last shown them. */
export async function peopleOfBindings(
  { store, audience }: Reader,
  bindings: readonly Binding[],
  interrupted: ReadonlySet<string>,
): Promise<ConsentPerson[]> {
  const people: ConsentPerson[] = [];
  for (const some of chunk(bindings, atOnce)) {
    const ids = some.map(({ memberId }) => memberId);
    const kept = await store.consentLedger.of(audience.id, ids);
    for (const binding of some) {
      const { memberId, subscriberHash: hash, email } = binding;
      const contactId = contactOf(binding);
      const isInterrupted = interrupted.has(email);
      const entry = kept.get(memberId) ?? null;
      people.push({
        memberId,
        hash,
        email,
        member: lastSeen(binding, entry),
        contactId,
        kept: entry,
        isInterrupted,
      });
    }
  }
  return people;
}

/** Of what was seen in the same second the ledger holds the later. */
function lastSeen(binding: Binding, kept: KeptEntry | null): SeenConsent {
  const member = seenConsent(memberOf(binding));
  if (kept === null || member.lastChanged > kept.entry.lastChanged) return member;
  const { status, lastChanged, signedUpAt, optedInAt } = kept.entry;
  return { status, lastChanged, signedUpAt, optedInAt };
}
