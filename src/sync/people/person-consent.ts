import { decideConsent, type ConsentDecision, type ConsentPolicies } from '../../consent/decide.js';
import { factsOf, type SeenPerson } from '../../consent/facts-of.js';
import { contactOf } from '../../store/binding.js';
import type { KnownPerson } from './known-person.js';
import { seenConsent } from './seen-member.js';

/** What consent says of a person; their subscriptions have been brought to it before (B45). */
export function decidePerson(known: KnownPerson, policies: ConsentPolicies): ConsentDecision {
  return decideConsent(factsOf(seenPerson(known), known.entry), policies);
}

export function seenPerson({
  member,
  person,
  binding,
  isInterrupted,
}: Pick<KnownPerson, 'member' | 'person' | 'binding' | 'isInterrupted'>): SeenPerson {
  const { subscriptions, mailingListId, blacklisted } = person.consent;
  return {
    member: member === null ? null : seenConsent(member),
    subscriptions,
    link: { mailingListId, contactId: binding === null ? null : contactOf(binding) },
    blacklisted,
    isInterrupted,
  };
}
