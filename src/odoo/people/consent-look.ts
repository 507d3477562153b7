import type { OdooSubscription } from './person.js';

/**
 * What a run has just read of people's consent, so that who reads more of them need not ask for it again. What it doesn't
 * know is undefined.
 */
export interface ConsentLook {
  /** Of the contact, on the audience's mailing list; null: it is not on it. */
  subscriptionOf(contactId: number): OdooSubscription | null | undefined;
  /** @param address lower case */
  isBlacklisted(address: string): boolean | undefined;
}
