import type { ConsentHistory } from '../../core/consent/decide-import.js';
import { contactOf, type Binding } from '../../store/binding.js';
import { baseOf, historyOf } from '../people/binding-history.js';
import type { PersonView } from '../people/person-view.js';
import { readPersons } from '../people/read-persons.js';
import type { SeenMember } from '../people/seen-member.js';
import type { AudienceRun } from '../sync-context.js';
import type { KnownMember } from './plan-member.js';

/**
 * What Odoo and the store know of each member.
 * @param interrupted addresses whose contact an earlier, interrupted run may have made: their opt-out mirrors
 *   MailChimp's status
 */
export async function readKnown(
  run: AudienceRun,
  members: readonly SeenMember[],
  bindings: ReadonlyMap<string, Binding>,
  interrupted: ReadonlySet<string>,
): Promise<KnownMember[]> {
  const { mappings, tools } = await run.mapping();
  const wanted = members.map((member) => ({
    address: member.email.toLowerCase(),
    binding: bindings.get(member.memberId) ?? null,
  }));
  const [persons] = await Promise.all([
    readPersons(run, wanted),
    tools.related.loadLookups(
      mappings,
      members.map(({ values }) => values),
    ),
  ]);
  return members.flatMap((member, index) => {
    const person = persons[index];
    if (person === undefined) return [];
    const binding = bindings.get(member.memberId);
    const isLinked = binding !== undefined && isLinkOf(binding, person);
    return {
      member,
      person,
      tagsOff: binding?.tagsOff ?? false,
      base: isLinked ? baseOf(binding) : null,
      history: isLinked
        ? historyOf(binding)
        : interruptedHistory(member, person, interrupted.has(member.email.toLowerCase())),
    };
  });
}

function isLinkOf(binding: Binding, { contact }: PersonView): boolean {
  return contact !== null && contact.id === contactOf(binding);
}

function interruptedHistory(
  member: SeenMember,
  person: PersonView,
  interrupted: boolean,
): ConsentHistory | null {
  if (!interrupted) return null;
  const optedOut = person.consent.subscription === 'out';
  return { status: member.status, optedOut, mirroredOptOut: optedOut && member.status !== 'subscribed' };
}
