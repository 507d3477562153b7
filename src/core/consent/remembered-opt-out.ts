import type { MemberStatus } from '../member-status.js';

/**
 * What the base of the next merge says of the subscription's opt-out. One that was known stays known while MailChimp
 * still holds it, also after it was removed in Odoo: that difference is the fresh opt-in of B24, and it must not be
 * forgotten by the next run. The blacklist has no part in it, for to leave it, by another address or by hand, is no
 * opt-in; and an opt-in of an address that is on it is none either.
 */
export function rememberedOptOut(now: {
  optedOut: boolean;
  blacklisted: boolean;
  status: MemberStatus;
  before: boolean;
}): boolean {
  if (now.optedOut) return true;
  return now.before && !now.blacklisted && now.status !== 'subscribed';
}
