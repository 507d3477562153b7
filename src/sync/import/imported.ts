import type { WebhookEvidence } from '../../consent/consent-of.js';
import type { ConsentRecord } from '../../consent/write-down.js';
import type { RecordError } from '../../support/errors.js';
import type { Outcome } from '../pass/pass.js';
import type { ChangedPage } from './changes.js';
import type { MemberPlan } from './plan-member.js';

/** Members that MailChimp tells of. */
export interface ImportPage extends ChangedPage {
  /** Ids under which some of them were known before. */
  formerIds?: readonly string[];
  /** Ids of those that are passed over (B57). */
  forgotten?: ReadonlySet<string>;
  /** What webhooks told of them, by member id; none tells of a program's doing (B34). */
  told?: ReadonlyMap<string, WebhookEvidence>;
}

export interface Imported extends Outcome<MemberPlan> {
  /** Of the contact that was made or written. */
  contactId: number | null;
  /** Of the record of `createdSource` that was made. */
  createdId: number | null;
  /** Odoo's refusal. */
  error: RecordError | null;
  /** The addon shows the member as it is now. */
  isShown: boolean;
  /** What consent knows of the subscription that was made. */
  entry: ConsentRecord | null;
  /** Under which creates were announced whose confirmation is here now. */
  intentId: number | null;
}
