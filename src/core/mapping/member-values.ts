import { joinName } from '../person-name.js';
import type { FieldValue, FieldValues } from '../sync-base.js';
import type { FieldRule, NamePart } from './field-rule.js';

/** The mapped merge fields of a member as plain values; anything empty is `''` (mailchimp-api §5.6). */
export function memberValues(rules: readonly FieldRule[], mergeFields: Record<string, unknown>): FieldValues {
  const values: FieldValues = {};
  for (const { tag } of rules) values[tag] = plainValue(mergeFields[tag]);
  return values;
}

/** The Odoo name these merge fields make; null when they are empty or no name is mapped. */
export function memberName(rules: readonly FieldRule[], values: FieldValues): string | null {
  const part = (wanted: NamePart): string => {
    const rule = rules.find(({ contact }) => contact.kind === 'name' && contact.part === wanted);
    const value = rule === undefined ? '' : (values[rule.tag] ?? '');
    return typeof value === 'object' ? '' : String(value).trim();
  };
  return part('full') || joinName({ first: part('first'), last: part('last') });
}

function plainValue(value: unknown): FieldValue {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (value === null || value === undefined || typeof value !== 'object') return '';
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, String(part)]));
}
