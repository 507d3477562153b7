import type { Binding } from '../../store/binding.js';
import type { SeenMember } from '../people/seen-member.js';
import type { AudienceRun } from '../sync-context.js';

/**
 * What the store knows of each member, by member id. The batch endpoint of old may answer without the contact id, so
 * that a member is known by its hash until it is seen again (mailchimp-api §5.3).
 */
export async function readBindings(
  { store, audience }: AudienceRun,
  members: readonly SeenMember[],
): Promise<{ bindings: Map<string, Binding>; formerIds: string[] }> {
  const ids = members.flatMap(({ memberId, hash }) => (memberId === hash ? [memberId] : [memberId, hash]));
  const rows = await store.bindings.byMembers(audience.id, ids);
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
