import { consentHolderKey } from '../consent-holder.js';
import { textOf, type FieldValues } from '../field-value.js';
import { joinName, type NameParts } from '../person-name.js';
import type { FieldMapping, NamePart } from './field-mapping.js';
import type { OdooValues } from './odoo-field.js';
import { nameParts } from './read-source.js';

/**
 * The name of a mailing contact from all of its parts together: one that isn't carried stays what it is in Odoo.
 * @param splitNames Odoo keeps first and last name apart
 */
export function nameWrite(
  names: readonly FieldMapping[],
  carried: FieldValues,
  { before, splitNames }: { before: OdooValues; splitNames: boolean },
): Record<string, unknown> {
  const given = new Map(names.map((name) => [partOf(name), textOf(carried[name.key]).trim()]));
  const full = given.get('full');
  const parts = { ...nameParts(before), ...pick(given, 'first'), ...pick(given, 'last') };
  const name = (full ?? joinName(parts)) || false;
  if (!splitNames || full !== undefined) return { name };
  return { name, first_name: parts.first || false, last_name: parts.last || false };
}

function partOf({ sources }: FieldMapping): NamePart {
  const source = sources[consentHolderKey];
  return source?.kind === 'name' ? source.part : 'full';
}

function pick(given: ReadonlyMap<NamePart, string>, part: 'first' | 'last'): Partial<NameParts> {
  const text = given.get(part);
  return text === undefined ? {} : { [part]: text };
}
