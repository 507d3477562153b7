import { consentHolderModel } from '../core/consent-holder.js';
import type { MemberStatus } from '../core/member-status.js';

/** One member of one audience, and the Odoo records it is linked to. */
export interface Binding {
  audienceId: string;
  /** MailChimp's `contact_id`: survives a rename. */
  memberId: string;
  /** md5 of the address, where the member is found now. */
  subscriberHash: string;
  /** As last seen in MailChimp, lower case. */
  email: string;
  /** Ids of Odoo's records by model, one of each; without a mailing contact the member was only seen. */
  records: Readonly<Record<string, number>>;
  /** As last seen in MailChimp. */
  status: MemberStatus;
  /** ISO, MailChimp's clock. */
  lastChanged: string | null;
  /** Of the MailChimp side as last brought to Odoo; null: never, or not whole. */
  memberFingerprint: string | null;
  /** What was last seen of the member: what the merge needs when MailChimp isn't asked again. */
  seen: object;
  /** What both sides agreed on, for the three-way merge; `{}`: nothing yet. */
  base: object;
  /** Something is to be carried to Odoo that no change in MailChimp will bring up again. */
  importDue: boolean;
  /** Something is to be carried to MailChimp that no change in Odoo will bring up again. */
  exportDue: boolean;
  /** Its tags in MailChimp were taken off on purpose and follow Odoo's no more (B19, `tag_off`). */
  tagsOff: boolean;
  /** The addon in Odoo does not show the member as it is now, or was not there to show it (B37). */
  addonDue: boolean;
  pushedAt: string | null;
  pulledAt: string | null;
  error: BindingError | null;
}

export interface BindingError {
  code: string;
  message: string;
  /** Of the record as it was refused: while it stays the same, so does the refusal. */
  fingerprint: string;
  at: string;
  attempts: number;
}

/** Id of the mailing contact it is linked to. */
export function contactOf({ records }: Pick<Binding, 'records'>): number | null {
  return records[consentHolderModel] ?? null;
}
