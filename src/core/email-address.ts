const bare = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\.]+$/u;

/**
 * The address in `Ana <Ana@Shop.pt>` or ` Ana@Shop.pt `, lower case; null when there is none or it is malformed.
 * The same reading as Odoo's `email_normalized`, so that both sides key people alike.
 */
export function normalizeEmail(text: string | null): string | null {
  if (text === null) return null;
  const bracketed = /<([^<>]*)>\s*$/u.exec(text)?.[1];
  const address = (bracketed ?? text).trim().toLowerCase();
  return bare.test(address) ? address : null;
}
