import type { AccountConfig } from '../config/account-config.js';
import type { FieldRule } from '../core/mapping/field-rule.js';
import type { Mailchimp } from '../mailchimp/create-mailchimp.js';
import type { OdooSession } from '../odoo/connect.js';
import type { Store } from '../store/store.js';
import type { Clock } from '../support/clock.js';
import type { TagDirectory } from './people/tag-directory.js';

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
  progress(event: ProgressEvent): void;
  /** Aborted when the run is asked to stop; work ends at the next page. */
  signal: AbortSignal;
}

/** A run on one audience. */
export interface AudienceRun extends SyncContext {
  audience: AudienceConfig;
  /** Null in a dry run whose mailing list doesn't exist yet. */
  mailingListId: number | null;
  fields: readonly FieldRule[];
  tags: TagDirectory;
  dryRun: boolean;
}

/** A run that may write: its mailing list is there. */
export type BoundRun = AudienceRun & { mailingListId: number };

export function withMailingList(run: AudienceRun): BoundRun {
  const { mailingListId } = run;
  if (mailingListId === null)
    throw new Error(`Audience ${run.audience.id} has no mailing list outside a dry run`);
  return { ...run, mailingListId };
}
