import type { FieldValues } from '../../core/field-value.js';
import type { FieldMapping } from '../../core/mapping/field-mapping.js';
import type { MemberWrite } from '../../mailchimp/member-body.js';

/** Carried values in the form of a member write. */
export function memberWrite(
  mappings: readonly FieldMapping[],
  values: FieldValues,
): Required<Pick<MemberWrite, 'mergeFields' | 'interests' | 'permissions'>> {
  const mergeFields: Record<string, unknown> = {};
  const interests: Record<string, boolean> = {};
  const permissions: Record<string, boolean> = {};
  for (const { key, target } of mappings) {
    const value = values[key];
    if (value === undefined) continue;
    if (target.kind === 'merge_field') mergeFields[target.tag] = value;
    if (target.kind === 'interest') interests[target.id] = value === true;
    if (target.kind === 'permission') permissions[target.id] = value === true;
  }
  return { mergeFields, interests, permissions };
}

export function hasPermissions(mappings: readonly FieldMapping[], values: FieldValues): boolean {
  return mappings.some(({ key, target }) => target.kind === 'permission' && values[key] !== undefined);
}
