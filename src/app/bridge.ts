import type { ContactSelection } from '../sync/contact-selection.js';
import type { AudienceOverview } from '../sync/audience-overview.js';
import type { PersonReport } from '../sync/person-report.js';
import type { RunSummary } from '../sync/run-summary.js';
import type { AccountStatus } from '../sync/account-status.js';

/** What one account can do; every command of the CLI is one call of this. All reject with a BridgeError. */
export interface Bridge {
  readonly account: string;
  listAudiences(): Promise<AudienceOverview[]>;
  fetchAudiences(options: { dryRun: boolean }): Promise<AudienceOverview[]>;
  fetchMembers(options: {
    audiences: string[];
    full: boolean;
    dryRun: boolean;
    allowLarge: boolean;
  }): Promise<RunSummary[]>;
  exportContacts(options: ExportOptions): Promise<RunSummary[]>;
  updateContacts(options: ExportOptions): Promise<RunSummary[]>;
  showContact(email: string): Promise<PersonReport>;
  status(): Promise<AccountStatus>;
  close(): Promise<void>;
}

export interface ExportOptions {
  model: 'mailing.contact' | 'res.partner';
  selection: ContactSelection;
  /** Audience ids; empty means every audience of the account (customers need at least one). */
  audiences: string[];
  dryRun: boolean;
  /** Goes beyond the blast cap (B28). */
  allowLarge: boolean;
}
