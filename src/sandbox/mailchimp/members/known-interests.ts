import { problems } from '../http/problems.js';
import type { Audience } from '../model/audience.js';

type Flags = Readonly<Record<string, boolean>>;

/** The member's interests with the given ones laid over them; an id of no category is refused. */
export function knownInterests(
  audience: Audience,
  stored: Flags | undefined,
  given: Flags,
): Flags | undefined {
  const asked = Object.keys(given);
  if (asked.length === 0) return stored;
  const known = new Set(
    [...audience.categories.values()].flatMap(({ interests }) => interests.map(({ id }) => id)),
  );
  const unknown = asked.find((id) => !known.has(id));
  if (unknown !== undefined) throw problems.invalid(`Invalid interest ID: '${unknown}'.`);
  return { ...stored, ...given };
}
