import { BusyError } from '../support/errors.js';
import type { HttpAnswer } from '../support/http/http-client.js';

/** What a firewall writes with a 503 (mailchimp-api §3.2); other answers of that status pass by themselves. */
const wordsOfFirewall = /request blocked|access denied|reference (number|#|&#35;)|looked suspicious/iu;

/**
 * Whether a firewall has answered instead of MailChimp: the one before it, which blocks an address for a while after odd
 * or many calls, or the one of one's own network (mailchimp-api §12, no. 14).
 */
export function isBlocked({ status, text }: Pick<HttpAnswer, 'status' | 'text'>): boolean {
  if (status === 503) return wordsOfFirewall.test(text);
  return (status === 403 || status === 451) && isPage(text);
}

function isPage(text: string): boolean {
  return text.trim() !== '' && !/^\s*[[{]/u.test(text);
}

export function blocked(status: number): BusyError {
  return new BusyError(`A firewall answers instead of MailChimp (HTTP ${status}, a page)`, {
    code: 'mailchimp.blocked',
    hint: 'Wait an hour before you try again, for trying makes it last; if it stays, let this machine through to the API at the firewall or proxy of your network, or ask MailChimp to unblock its address.',
  });
}
