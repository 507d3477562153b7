import type { LiveKind } from '../../store/live-changes.js';
import type { OpenAudience } from './audience-run.js';
import { blastCap } from './blast-cap.js';

/** B54: how many known people events may change in an hour, in all processes together. */
export interface LiveLimit {
  /** Ids of members that a person has let go, whatever their number. */
  released: ReadonlySet<string>;
  /** Ids of members that are left for that they would be too many. */
  held: Set<string>;
}

/**
 * Takes as many of these people as may be changed in this hour still, in their order; they count from now on. The others
 * are held.
 */
export async function admitLive<Change>(
  { config, store, audience }: OpenAudience,
  limit: LiveLimit,
  {
    kind,
    changes,
    memberIdOf,
  }: { kind: LiveKind; changes: readonly Change[]; memberIdOf: (one: Change) => string },
): Promise<Change[]> {
  const asked = changes.filter((one) => !limit.released.has(memberIdOf(one)));
  if (asked.length === 0) return [...changes];
  const cap = blastCap(config, await store.bindings.count(audience.id));
  const left = Math.max(0, cap - (await store.liveChanges.count(audience.id, kind)));
  const admitted = new Set(asked.slice(0, left));
  if (admitted.size > 0) await store.liveChanges.add(audience.id, kind, admitted.size);
  for (const one of asked.slice(left)) limit.held.add(memberIdOf(one));
  return changes.filter((one) => limit.released.has(memberIdOf(one)) || admitted.has(one));
}
