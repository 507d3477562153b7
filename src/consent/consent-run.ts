import type { Mailchimp } from '../mailchimp/create-mailchimp.js';
import type { OdooSession } from '../odoo/connect.js';
import type { Store } from '../store/store.js';
import type { ConsentPolicies } from './decide.js';

/** All that consent needs: two servers, the store, and the binding of audience and mailing list (B45). */
export interface ConsentRun {
  audienceId: string;
  /** Null in a dry run whose mailing list doesn't exist yet. */
  mailingListId: number | null;
  odoo: OdooSession;
  mailchimp: Mailchimp;
  store: Store;
  policies: ConsentPolicies;
  /** Where the blacklist is read. */
  people: { blacklisted(addresses: readonly string[]): Promise<ReadonlySet<string>> };
}
