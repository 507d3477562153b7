import { emailKey, type FieldValue, type FieldValues } from '../field-value.js';
import { interestKey, permissionKey } from './field-mapping.js';

/** What an audience's configuration maps, by name; enough to read a member. */
export interface MappedNames {
  mergeTags: readonly string[];
  interestIds: readonly string[];
  permissionIds: readonly string[];
}

interface MemberData {
  email: string;
  mergeFields: Readonly<Record<string, unknown>>;
  interests: Readonly<Record<string, boolean>>;
  permissions: Readonly<Record<string, boolean>>;
}

/** The address and the mapped values of a member, anything empty as `''` (mailchimp-api §5.6). */
export function memberValues(names: MappedNames, member: MemberData): FieldValues {
  const values: FieldValues = { [emailKey]: member.email.toLowerCase() };
  for (const tag of names.mergeTags) values[tag] = plainValue(member.mergeFields[tag]);
  for (const id of names.interestIds) values[interestKey(id)] = member.interests[id] ?? false;
  for (const id of names.permissionIds) values[permissionKey(id)] = member.permissions[id] ?? false;
  return values;
}

function plainValue(value: unknown): FieldValue {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return value.trim() === '' ? '' : value;
  if (value === null || typeof value !== 'object') return '';
  const parts = Object.entries(value).map(([part, text]): [string, string] => [part, String(text ?? '')]);
  return parts.every(([, text]) => text === '') ? '' : Object.fromEntries(parts);
}
