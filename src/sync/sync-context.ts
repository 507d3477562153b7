import type { AccountConfig } from '../config/account-config.js';
import type { Mapping } from '../core/mapping/mapping.js';
import type { MappedNames } from '../core/mapping/member-values.js';
import type { ManagedTags } from '../core/tags.js';
import type { Places } from '../core/mapping/places.js';
import type { Mailchimp } from '../mailchimp/create-mailchimp.js';
import type { ObjectType } from '../objects/object-type.js';
import type { OdooSession } from '../odoo/connect.js';
import type { PeopleSources } from '../odoo/people/people-sources.js';
import type { RelatedRecords } from '../odoo/records/related-records.js';
import type { Store } from '../store/store.js';
import type { Clock } from '../support/clock.js';
import type { Addon } from './addon/addon.js';
import type { PlanGuard } from './plan/plan-guard.js';
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
  /** The connector's addon in Odoo, looked for when a command first has something to show; null without one. */
  addon(): Promise<Addon | null>;
  progress(event: ProgressEvent): void;
  /** Aborted when the run is asked to stop; work ends at the next page. */
  signal: AbortSignal;
}

/** The mapping of a run, with what reading and writing it needs. */
export interface RunMapping extends Mapping {
  tools: { related: RelatedRecords; places: Places | null };
}

/** A run on one audience. */
export interface AudienceRun extends SyncContext {
  audience: AudienceConfig;
  /** Null in a dry run whose mailing list doesn't exist yet. */
  mailingListId: number | null;
  /** What the configuration maps, by name. */
  names: MappedNames;
  /** Which tags are kept in step (B7). */
  managedTags: ManagedTags;
  /** The types of records it has to do with, in the order of the registry (B6). */
  types: readonly ObjectType[];
  /**
   * Held against both schemas when first needed, which is before the first write (B4).
   * @throws ConfigurationError `config.mapping` naming every problem
   */
  mapping(): Promise<RunMapping>;
  /** Where sources of people and the blacklist are read. */
  people: PeopleSources;
  /** Odoo's tags, read when first needed. */
  tags(): Promise<TagDirectory>;
  dryRun: boolean;
  /** Goes beyond the blast cap (B28). */
  allowLarge: boolean;
  /** Only what a plan says is done; null: everything (B29). */
  guard: PlanGuard | null;
}

/** A run that may write: its mailing list is there. */
export type BoundRun = AudienceRun & { mailingListId: number };

export function withMailingList(run: AudienceRun): BoundRun {
  const { mailingListId } = run;
  if (mailingListId === null)
    throw new Error(`Audience ${run.audience.id} has no mailing list outside a dry run`);
  return { ...run, mailingListId };
}
