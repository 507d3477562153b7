import type { Domain } from '../records/search-read.js';

/**
 * The domain of the records that have one of these addresses, as one term. Odoo 17 and later do not lower the case of a
 * local part that isn't ASCII (odoo-api §6), so such an address is looked for in any case (B55).
 * @param field one that holds normalized addresses
 */
export function byAddress(field: string, addresses: readonly string[]): Domain {
  const others = addresses.filter((address) => !isAscii(address));
  const plain = others.length === 0 ? addresses : addresses.filter(isAscii);
  const terms = [[field, 'in', plain], ...others.map((address) => [field, '=ilike', literally(address)])];
  return [...others.map(() => '|'), ...terms];
}

const isAscii = (text: string): boolean => /^\p{ASCII}*$/u.test(text);

/** Without the meaning that `%`, `_` and `\\` have in a pattern. */
export const literally = (address: string): string => address.replaceAll(/[\\%_]/gu, String.raw`\$&`);
