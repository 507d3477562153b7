import { InvalidArgumentError } from 'commander';
import { normalizeEmail } from '../core/email-address.js';

/** An address of the command line, also as `Ana <ana@shop.pt>`, in the form both sides know it by. */
export function parseEmail(text: string): string {
  const address = normalizeEmail(text);
  if (address === null) throw new InvalidArgumentError('An address looks like ana@shop.pt.');
  return address;
}
