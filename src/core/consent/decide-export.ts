import type { MemberStatus } from '../member-status.js';
import type { ConsentHistory, OdooConsent } from './decide-import.js';

export interface ExportPolicies {
  resubscribe: 'never' | 'pending' | 'subscribed';
  new_member_status: 'subscribed' | 'pending';
}

/**
 * What an export may do with one person's membership. `update` sends data and no status at all (B26); `skip`
 * sends nothing and says why.
 */
export type ExportConsent =
  | { action: 'create'; statusIfNew: 'subscribed' | 'pending' }
  | { action: 'update' }
  | { action: 'unsubscribe' }
  | { action: 'resubscribe'; status: 'subscribed' | 'pending' }
  | { action: 'skip'; reason: 'opted_out' | 'archived' | 'not_a_member' };

/**
 * @param status the member's status as last seen, null when the address is no member
 * @param history null without one; then nothing proves a fresh opt-in
 */
export function decideExport(
  status: MemberStatus | null,
  odoo: OdooConsent,
  history: ConsentHistory | null,
  policies: ExportPolicies,
): ExportConsent {
  const optedOut = odoo.subscription === 'out' || odoo.blacklisted;
  if (status === null) {
    if (optedOut) return { action: 'skip', reason: 'opted_out' };
    return { action: 'create', statusIfNew: policies.new_member_status };
  }
  const mayBeMailed = status === 'subscribed' || status === 'pending';
  if (mayBeMailed) return optOutTravels(odoo, history) ? { action: 'unsubscribe' } : { action: 'update' };
  if (isFreshOptIn(status, odoo, history) && policies.resubscribe !== 'never') {
    return { action: 'resubscribe', status: policies.resubscribe };
  }
  return status === 'archived' ? { action: 'skip', reason: 'archived' } : { action: 'update' };
}

/** B9, B25: an opt-out made in Odoo travels, one that only mirrors a MailChimp status does not. */
function optOutTravels(odoo: OdooConsent, history: ConsentHistory | null): boolean {
  if (odoo.blacklisted) return true;
  return odoo.subscription === 'out' && history?.mirroredOptOut !== true;
}

/** B24: the opt-out that was known here has been removed in Odoo. A cleaned address never comes back. */
function isFreshOptIn(status: MemberStatus, odoo: OdooConsent, history: ConsentHistory | null): boolean {
  return (
    status !== 'cleaned' && history?.optedOut === true && odoo.subscription === 'in' && !odoo.blacklisted
  );
}
