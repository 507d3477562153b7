import { problems } from '../http/problems.js';
import type { Audience } from '../model/audience.js';
import type { WriteContext } from './write-context.js';

type Flags = Readonly<Record<string, boolean>>;

/** The member's interests with the given ones laid over them; an id of no category is refused. */
export function knownInterests(
  { audience, world }: WriteContext,
  stored: Flags | undefined,
  given: Flags,
): Flags | undefined {
  const asked = Object.keys(given);
  if (asked.length === 0) return stored;
  const known = new Set(idsOf(audience));
  const unknown = asked.find((id) => !known.has(id));
  if (unknown !== undefined) throw problems.invalid(`Invalid interest ID: '${unknown}'.`);
  const others = world.knobs.single_choice_interests ? displaced(audience, given) : {};
  return { ...stored, ...others, ...given };
}

function idsOf({ categories }: Audience): string[] {
  return [...categories.values()].flatMap(({ interests }) => interests.map(({ id }) => id));
}

/** All answers to the questions with one answer that is chosen now, as not chosen. */
function displaced({ categories }: Audience, given: Flags): Flags {
  const questions = [...categories.values()].filter(({ type }) => type === 'radio' || type === 'dropdown');
  const answered = questions.filter(({ interests }) => interests.some(({ id }) => given[id]));
  return Object.fromEntries(answered.flatMap(({ interests }) => interests.map(({ id }) => [id, false])));
}
