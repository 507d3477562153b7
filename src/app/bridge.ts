import type { ConsentReport } from '../sync/consent-report.js';
import type { ContactSelection } from '../sync/contact-selection.js';
import type { AudienceCounts } from '../sync/audience-counts.js';
import type { AudienceOverview } from '../sync/audience-overview.js';
import type { Forgot } from '../sync/forget/forget-person.js';
import type { InboxEntry, ReleasedEvents } from '../sync/events/list-events.js';
import type { LogDetails, LogEntry } from '../sync/logs.js';
import type { PendingContact } from '../sync/pending-contacts.js';
import type { PlanFile } from '../sync/plan/plan-file.js';
import type { PersonReport } from '../sync/person-report.js';
import type { BridgeError } from '../support/errors.js';
import type { RunSummary } from '../sync/run/run-summary.js';
import type { SyncResult } from '../sync/sync-account.js';
import type { AccountStatus } from '../sync/account-status.js';

/** What one account can do; every command of the CLI is one call of this. All reject with a BridgeError. */
export interface Bridge {
  readonly account: string;
  listAudiences(): Promise<AudienceOverview[]>;
  fetchAudiences(options: WritingOptions): Promise<AudienceOverview[]>;
  fetchMembers(options: AudienceOptions & { full: boolean }): Promise<RunSummary[]>;
  exportContacts(options: ExportOptions): Promise<RunSummary[]>;
  updateContacts(options: ExportOptions): Promise<RunSummary[]>;
  autoExport(options: AudienceOptions): Promise<RunSummary[]>;
  sync(options: AudienceOptions): Promise<SyncResult>;
  applyPlan(
    plan: PlanFile,
    options: { allowLarge: boolean; acceptDatabase?: boolean },
  ): Promise<RunSummary[]>;
  pendingContacts(options: { audiences: string[] }): Promise<PendingContact[]>;
  listLogs(): Promise<LogEntry[]>;
  showLog(id: number): Promise<LogDetails>;
  showContact(email: string): Promise<PersonReport>;
  /** The history of a person's consent, from the store alone (B56). */
  exportConsent(email: string): Promise<ConsentReport>;
  /** Forgets a person on both sides and in the store, for good (B57). */
  forget(email: string, options: { dryRun: boolean }): Promise<Forgot>;
  /** From the store alone: answers when a server is down. */
  status(): Promise<AccountStatus>;
  /** How many there are on both sides at this moment; asks both servers. */
  countAudiences(): Promise<AudienceCounts[]>;
  /**
   * Does what people have asked in Odoo (B38); to be called every few seconds by whoever stays up. Never waits for
   * another run.
   * @returns how many jobs were done
   */
  pollJobs(): Promise<number>;
  /** Events of webhooks, newest first. */
  listEvents(options: { state: InboxEntry['state'] | null }): Promise<InboxEntry[]>;
  /** Lets events be tried at once that wait for a person or for their pause; null: all that wait for a person. */
  retryEvents(ids: readonly number[] | null): Promise<number>;
  /** Lets events go that are held for being too many at once (B54); of all audiences when none is named. */
  releaseEvents(options: { audiences: readonly string[]; dryRun: boolean }): Promise<ReleasedEvents[]>;
  /** Sends one to every channel of `alerts:` (B65); null: it was taken. */
  testAlerts(): Promise<{ channel: string; error: BridgeError | null }[]>;
  close(): Promise<void>;
}

export interface WritingOptions {
  dryRun: boolean;
  /** Binds the store to another Odoo database than before, with nothing known of its records (B52). */
  acceptDatabase?: boolean;
}

export interface AudienceOptions extends WritingOptions {
  /** Audience ids; empty means every audience of the account. */
  audiences: string[];
  /** Goes beyond the blast cap (B28). */
  allowLarge: boolean;
}

export interface ExportOptions extends AudienceOptions {
  /** Of the registry; sources of people need at least one audience. */
  model: string;
  selection: ContactSelection;
}
