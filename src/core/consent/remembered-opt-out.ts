import type { MemberStatus } from '../member-status.js';

/**
 * What the base of the next merge says of the opt-out. One that was known stays known while MailChimp still
 * holds it, also after it was removed in Odoo: that difference is the fresh opt-in of B24, and it must not be
 * forgotten by the next run.
 */
export function rememberedOptOut(now: { optedOut: boolean; status: MemberStatus; before: boolean }): boolean {
  return now.optedOut || (now.before && now.status !== 'subscribed');
}
