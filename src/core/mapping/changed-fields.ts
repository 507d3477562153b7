import { fingerprint } from '../fingerprint.js';
import type { FieldValues } from '../sync-base.js';

/** The tags whose value now differs from the base; all of them without a base. */
export function changedFields(now: FieldValues, base: FieldValues | null): FieldValues {
  if (base === null) return now;
  const changed = Object.entries(now).filter(
    ([tag, value]) => fingerprint(value) !== fingerprint(base[tag] ?? ''),
  );
  return Object.fromEntries(changed);
}

/** Without the empty values: an empty Odoo field says nothing about MailChimp's (`blank: keep`, B6). */
export function filledFields(values: FieldValues): FieldValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}
