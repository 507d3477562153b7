import type { Decided } from '../../core/decided.js';
import type { OdooSession } from '../connect.js';
import type { Values } from '../records/create-records.js';

/** What a subscription says of consent. */
export interface SubscriptionDraft {
  optOut: Decided<boolean>;
  /** `YYYY-MM-DD HH:MM:SS`, UTC; null lets Odoo take the time of the call. */
  optOutDate: string | null;
}

/** Opt-out as Odoo's field values; its own date when none is given. */
export function subscriptionValues(odoo: OdooSession, { optOut, optOutDate }: SubscriptionDraft): Values {
  if (!optOut || optOutDate === null) return { opt_out: optOut };
  return { opt_out: optOut, [odoo.capabilities.optOutDate]: optOutDate };
}
