import { createHash } from 'node:crypto';

/** MailChimp's id of a member: md5 of the lower-cased address, nothing else normalised (mailchimp-api §7). */
export function subscriberHash(email: string): string {
  return createHash('md5').update(email.toLowerCase()).digest('hex');
}
