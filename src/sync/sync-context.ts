import type { AccountConfig } from '../config/account-config.js';
import type { Mailchimp } from '../mailchimp/create-mailchimp.js';
import type { OdooSession } from '../odoo/connect.js';
import type { Store } from '../store/store.js';
import type { Clock } from '../support/clock.js';
import type { Addon } from './addon/addon.js';

export interface ProgressEvent {
  account: string;
  audience: string;
  phase: string;
  done: number;
  /** Null while the total isn't known. */
  total: number | null;
}

export type AudienceConfig = AccountConfig['audiences'][number];

/** What every use case works with: one account, its two servers and its store. */
export interface SyncContext {
  config: AccountConfig;
  odoo: OdooSession;
  mailchimp: Mailchimp;
  store: Store;
  clock: Clock;
  /** The connector's addon in Odoo, looked for when a command first has something to show; null without one. */
  addon(): Promise<Addon | null>;
  progress(event: ProgressEvent): void;
  /** Aborted when the run is asked to stop; work ends at the next page. */
  signal: AbortSignal;
}
