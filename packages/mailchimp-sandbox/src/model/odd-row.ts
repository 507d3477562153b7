import type { MemberRecord, OddRow } from './member-record.js';

/** Which part of a record a key of the row is the view of. */
const parts = {
  email_address: 'email',
  status: 'status',
  merge_fields: 'merges',
  interests: 'interests',
} as const satisfies Record<string, keyof MemberRecord>;

/** Whether the row has no status, or one that no filter knows. */
export function hasOddStatus({ odd, status }: MemberRecord): boolean {
  if (!odd) return false;
  return odd.missing.includes('status') || ('status' in odd.shown && odd.shown.status !== status);
}

/** The answer of the API with the row laid over it. */
export function oddView(view: Record<string, unknown>, odd: OddRow): Record<string, unknown> {
  const kept = Object.entries(view).filter(([key]) => !odd.missing.includes(key));
  return { ...Object.fromEntries(kept), ...odd.shown };
}

/** What is left of a row when the member is written: the time goes, and each key whose part has changed. */
export function oddAfterWrite(before: MemberRecord, after: MemberRecord): OddRow | undefined {
  if (!after.odd) return undefined;
  const changed = Object.entries(parts)
    .filter(([, part]) => JSON.stringify(before[part]) !== JSON.stringify(after[part]))
    .map(([key]) => key);
  const written = ['last_changed', ...changed];
  const { shown, missing } = after.odd;
  return {
    shown: Object.fromEntries(Object.entries(shown).filter(([key]) => !written.includes(key))),
    missing: missing.filter((key) => !written.includes(key)),
  };
}
