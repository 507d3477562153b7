import type { Member } from '../../mailchimp/member.js';
import type { SelectedRecord } from '../../odoo/people/select-records.js';
import type { Binding } from '../../store/binding.js';
import type { BridgeError } from '../../support/errors.js';
import type { ContactPlan } from './plan-contact.js';

/** A plan that sends something, with the binding it goes by. */
export interface ExportItem {
  plan: Extract<ContactPlan, { outcome: 'push' }>;
  binding: Binding | null;
  record: SelectedRecord;
}

/** What MailChimp said to one item. */
export type PushResult =
  { item: ExportItem; member: Member; created: boolean } | { item: ExportItem; error: BridgeError };
