import type { OdooSession } from '../odoo/connect.js';
import { writeOptOuts } from '../odoo/people/write-opt-outs.js';
import { subscriptionInDoubt } from './new-subscription.js';

/** Opts subscriptions of one mailing list out, as of now. */
export function optOutSubscriptions(
  odoo: OdooSession,
  mailingListId: number,
  subscriptionIds: readonly number[],
): Promise<void> {
  const writes = subscriptionIds.map((subscriptionId) => ({ subscriptionId, ...subscriptionInDoubt() }));
  return writeOptOuts(odoo, mailingListId, writes);
}
