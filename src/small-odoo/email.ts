/** Odoo's `email_normalize`: the one address in the text, lower-cased; false when there is none or more than one. */
export function normalizeEmail(text: unknown): string | false {
  if (typeof text !== 'string') return false;
  const [first, ...others] = text.match(/[^\s<>,;"()]+@[^\s<>,;"()]+\.[^\s<>,;"()]+/g) ?? [];
  return first !== undefined && others.length === 0 ? first.toLowerCase() : false;
}
