import type { ConsentLook } from '../../odoo/people/consent-look.js';
import { contactOf, type Binding } from '../../store/binding.js';
import { baseOf } from '../people/binding-history.js';
import type { KnownMember } from '../people/known-person.js';
import type { PersonView } from '../people/person-view.js';
import { readPersons } from '../people/read-persons.js';
import type { SeenMember } from '../people/seen-member.js';
import type { OpenAudience } from '../run/audience-run.js';

/**
 * What the store knows of each member, by member id. The batch endpoint of old may answer without the contact id, so
 * that a member is known by its hash until it is seen again (mailchimp-api §5.3).
 */
export async function readBindings(
  { store, audience }: OpenAudience,
  members: readonly SeenMember[],
): Promise<{ bindings: Map<string, Binding>; formerIds: string[] }> {
  const rows = await store.bindings.byMembers(audience.id, idsOf(members));
  const bindings = new Map(rows.map((row) => [row.memberId, row]));
  const formerIds: string[] = [];
  for (const { memberId, hash } of members) {
    const former = memberId === hash ? undefined : bindings.get(hash);
    if (former === undefined) continue;
    formerIds.push(hash);
    bindings.delete(hash);
    if (!bindings.has(memberId)) bindings.set(memberId, { ...former, memberId });
  }
  return { bindings, formerIds };
}

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
  open: OpenAudience,
  members: readonly SeenMember[],
  { bindings, interrupted }: KnownBefore,
  look?: ConsentLook,
): Promise<KnownMember[]> {
  const { mappings, tools } = await open.mapping();
  const wanted = members.map(({ email, memberId }) => ({
    address: email.toLowerCase(),
    binding: bindings.get(memberId) ?? null,
  }));
  const [persons, ledger] = await Promise.all([
    readPersons(open, wanted, look),
    open.store.consentLedger.of(open.audience.id, idsOf(members)),
    tools.related.loadLookups(
      mappings,
      members.map(({ values }) => values),
    ),
  ]);
  return members.flatMap((member, index): KnownMember[] => {
    const [person, look] = [persons[index], wanted[index]];
    if (person === undefined || look === undefined) return [];
    const { address, binding } = look;
    return [
      {
        address,
        member,
        person,
        binding,
        tagsOff: binding?.tagsOff ?? false,
        base: binding !== null && isLinkOf(binding, person) ? baseOf(binding) : null,
        entry: (ledger.get(member.memberId) ?? ledger.get(member.hash))?.entry ?? null,
        isInterrupted: interrupted.has(address),
        movedTo: null,
        addressTaken: false,
      },
    ];
  });
}

/** Under which the members are or were known. */
function idsOf(members: readonly SeenMember[]): string[] {
  return members.flatMap(({ memberId, hash }) => (memberId === hash ? [memberId] : [memberId, hash]));
}

function isLinkOf(binding: Binding, { contact }: PersonView): boolean {
  return contact !== null && contact.id === contactOf(binding);
}
