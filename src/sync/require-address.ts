import { normalizeEmail } from '../core/email-address.js';
import { ConfigurationError } from '../support/errors.js';

/** @throws ConfigurationError `usage.email` */
export function requireAddress(email: string): string {
  const address = normalizeEmail(email);
  if (address !== null) return address;
  throw new ConfigurationError(`${email} is not an e-mail address`, {
    code: 'usage.email',
    hint: 'Give one address, like ana@shop.pt.',
  });
}
