import { closest } from 'fastest-levenshtein';
import { isPlaceOf, nameOf, type Option } from './list-options.js';

/** The keys that may stand in a mapping. */
export function keysIn(options: readonly Option[], mapping: readonly PropertyKey[]): string[] {
  const here = options.filter(({ path }) => isPlaceOf(path.slice(0, -1), mapping));
  return [...new Set(here.map(({ path }) => path.at(-1) ?? ''))].filter((key) => !key.startsWith('<'));
}

/** The known key of this mapping that is nearest to an unknown one; null where a mapping has no keys of its own. */
export function nearestKey(
  options: readonly Option[],
  mapping: readonly PropertyKey[],
  key: string,
): string | null {
  const known = keysIn(options, mapping);
  return known.length === 0 ? null : closest(key, known);
}

/** The one mapping in which this key is known, when a person indented it wrongly. */
export function homeOf(options: readonly Option[], key: string): string | null {
  const homes = options.filter(({ path }) => path.at(-1) === key).map(({ path }) => path.slice(0, -1));
  return homes.length === 1 && homes[0] !== undefined ? nameOf(homes[0]) : null;
}
