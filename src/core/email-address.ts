const bare =
  /^[^\s\p{Cc}\p{Cs}@<>,;:"()[\]\\]+@[^\s\p{Cc}\p{Cs}@<>,;:"()[\]\\]+\.[^\s\p{Cc}\p{Cs}@<>,;:"()[\]\\.]+$/u;

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

/**
 * The e-mail that people typed, as Odoo keys it, lower case; null when Odoo made something of it that isn't written
 * there (`two@@firma.pt`, two addresses in one field): that is nobody's address (B55, odoo-api §6).
 * @param normalized Odoo's `email_normalized`
 */
export function addressAsTyped(text: string | null, normalized: string | null): string | null {
  const typed = normalizeEmail(text);
  return typed !== null && typed === normalized?.toLowerCase() ? typed : null;
}
