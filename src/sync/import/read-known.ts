import type { ConsentHistory } from '../../core/consent/decide-import.js';
import type { Member } from '../../mailchimp/member.js';
import { readPeople } from '../../odoo/people/read-people.js';
import type { Binding } from '../../store/binding.js';
import { baseOf, historyOf } from '../people/binding-history.js';
import { viewPerson, type PersonView } from '../people/person-view.js';
import type { AudienceRun } from '../sync-context.js';
import type { KnownMember } from './plan-member.js';

/**
 * What Odoo and the store know of each member.
 * @param interrupted addresses whose contact an earlier, interrupted run may have made: their opt-out mirrors
 *   MailChimp's status
 */
export async function readKnown(
  run: AudienceRun,
  members: readonly Member[],
  bindings: ReadonlyMap<string, Binding>,
  interrupted: ReadonlySet<string>,
): Promise<KnownMember[]> {
  const linkedId = (member: Member): number | null => bindings.get(member.contactId)?.contactId ?? null;
  const people = await readPeople(run.odoo, {
    addresses: members.map(({ email }) => email.toLowerCase()),
    contactIds: members.flatMap((member) => linkedId(member) ?? []),
    mailingListId: run.mailingListId,
    withCustomers: run.config.member_options.auto_create_customer,
  });
  return members.map((member) => {
    const address = member.email.toLowerCase();
    const id = linkedId(member);
    const linked = id === null ? null : people.byContactId(id);
    const binding = linked === null ? undefined : bindings.get(member.contactId);
    const person = viewPerson(people.byAddress(address), linked);
    return {
      member,
      person,
      base: binding === undefined ? null : baseOf(binding),
      history: binding ? historyOf(binding) : interruptedHistory(member, person, interrupted.has(address)),
      tagsOf: (contact) => run.tags.names(contact.tagIds),
    };
  });
}

function interruptedHistory(member: Member, person: PersonView, interrupted: boolean): ConsentHistory | null {
  if (!interrupted) return null;
  const optedOut = person.consent.subscription === 'out';
  return { status: member.status, optedOut, mirroredOptOut: optedOut && member.status !== 'subscribed' };
}
