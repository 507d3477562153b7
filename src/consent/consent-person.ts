import type { KeptEntry } from '../store/consent-ledger.js';
import type { SeenConsent } from './facts-of.js';

/** A member, and what the store knows of them. */
export interface ConsentPerson {
  memberId: string;
  /** Where MailChimp has the member now. */
  hash: string;
  email: string;
  member: SeenConsent;
  /** Of the contact that is linked, whatever its address. */
  contactId: number | null;
  kept: KeptEntry | null;
  /** An interrupted run may have made a contact for them. */
  isInterrupted: boolean;
}
