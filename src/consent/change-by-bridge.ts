import { noEvidence, type ConsentChange } from '../core/consent-change.js';

type Person = Pick<ConsentChange, 'audienceId' | 'memberId' | 'email'>;
type Change = Pick<ConsentChange, 'side' | 'what' | 'from' | 'to'>;

/** What the bridge has done to a person's consent for another reason than a change of it: a rule, a deletion (B19, B33). */
export function changeByBridge({ audienceId, memberId, email }: Person, change: Change): ConsentChange {
  const by = { by: 'bridge', actor: null, at: null } as const;
  return { audienceId, memberId, email: email.toLowerCase(), ...change, ...by, evidence: noEvidence };
}

/** A member that is no more: whoever deletes one, it is by hand or by a program of MailChimp's. */
export function deletionInMailchimp(person: Person, status: string): ConsentChange {
  const change = { side: 'mailchimp', what: 'status', from: status, to: 'deleted' } as const;
  return { ...changeByBridge(person, change), by: 'mailchimp_admin_or_api' };
}
