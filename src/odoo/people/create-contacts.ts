import { consentHolderModel } from '../../core/consent-holder.js';
import type { OdooSession } from '../connect.js';
import { createRecords, type Values } from '../records/create-records.js';
import { subscriptionValues, type SubscriptionDraft } from './subscription-draft.js';

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
    consentHolderModel,
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
