import type { OdooSession } from '../connect.js';
import { createRecords, type Values } from '../records/create-records.js';

export interface SubscriptionDraft {
  optOut: boolean;
  /** `YYYY-MM-DD HH:MM:SS`, UTC; null lets Odoo take the time of the call. */
  optOutDate: string | null;
}

export interface ContactDraft {
  /** Of its fields; `email` among them. */
  values: Values;
  tagIds: readonly number[];
  subscription: SubscriptionDraft;
  /** Further fields of the subscription. */
  subscriptionFields?: Values;
}

/** Contacts with their subscription, in one call (odoo-api §3: 0.3 ms each instead of 25). */
export function createContacts(
  odoo: OdooSession,
  mailingListId: number,
  drafts: readonly ContactDraft[],
): Promise<number[]> {
  return createRecords(
    odoo.transport,
    'mailing.contact',
    drafts.map((draft) => contactValues(odoo, mailingListId, draft)),
  );
}

function contactValues(odoo: OdooSession, mailingListId: number, draft: ContactDraft): Values {
  const subscription = {
    list_id: mailingListId,
    ...subscriptionValues(odoo, draft.subscription),
    ...draft.subscriptionFields,
  };
  return {
    ...draft.values,
    [odoo.capabilities.contactSubscriptions]: [[0, 0, subscription]],
    ...(draft.tagIds.length === 0 ? {} : { tag_ids: [[6, 0, draft.tagIds]] }),
  };
}

/** Opt-out as Odoo's field values; its own date when none is given. */
export function subscriptionValues(odoo: OdooSession, subscription: SubscriptionDraft): Values {
  const { optOut, optOutDate } = subscription;
  if (!optOut || optOutDate === null) return { opt_out: optOut };
  return { opt_out: optOut, [odoo.capabilities.optOutDate]: optOutDate };
}
