import type { ConsentLook } from '../../odoo/people/consent-look.js';
import { contactOf, type Binding } from '../../store/binding.js';
import { baseOf } from '../people/binding-history.js';
import type { PersonView } from '../people/person-view.js';
import { readPersons } from '../people/read-persons.js';
import type { SeenMember } from '../people/seen-member.js';
import type { AudienceRun } from '../sync-context.js';
import type { KnownMember } from './plan-member.js';

export interface KnownBefore {
  bindings: ReadonlyMap<string, Binding>;
  /** Addresses whose contact an earlier, interrupted run may have made. */
  interrupted: ReadonlySet<string>;
}

/**
 * What Odoo and the store know of each member.
 * @param look at their consent, just before
 */
export async function readKnown(
  run: AudienceRun,
  members: readonly SeenMember[],
  { bindings, interrupted }: KnownBefore,
  look?: ConsentLook,
): Promise<KnownMember[]> {
  const { mappings, tools } = await run.mapping();
  const wanted = members.map((member) => ({
    address: member.email.toLowerCase(),
    binding: bindings.get(member.memberId) ?? null,
  }));
  const ids = members.flatMap(({ memberId, hash }) => (memberId === hash ? [memberId] : [memberId, hash]));
  const [persons, ledger] = await Promise.all([
    readPersons(run, wanted, look),
    run.store.consentLedger.of(run.audience.id, ids),
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
      entry: (ledger.get(member.memberId) ?? ledger.get(member.hash))?.entry ?? null,
      isInterrupted: interrupted.has(member.email.toLowerCase()),
    };
  });
}

function isLinkOf(binding: Binding, { contact }: PersonView): boolean {
  return contact !== null && contact.id === contactOf(binding);
}
