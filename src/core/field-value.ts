/** The parts of an address merge field (mailchimp-api §5.6). */
export type Address = Readonly<Record<string, string>>;

/** A merge field's value, or the yes or no of an interest or a permission, as both sides can hold it; empty is `''`. */
export type FieldValue = string | number | boolean | Address;

/**
 * By key: a merge tag, `interest:ID` or `permission:ID`. `EMAIL` is the address, lower case: MailChimp keeps that
 * tag for itself.
 */
export type FieldValues = Record<string, FieldValue>;

export const emailKey = 'EMAIL';

/** The value as text; an address has none. */
export function textOf(value: FieldValue | undefined): string {
  return value === undefined || typeof value === 'object' ? '' : String(value);
}

/** A number or a no is never blank. */
export function isBlank(value: FieldValue | undefined): boolean {
  return value === undefined || value === '';
}

export function sameValue(one: FieldValue, other: FieldValue): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => (one[key] ?? '') === (other[key] ?? ''));
}
