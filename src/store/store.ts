import type { AlertStates } from './alert-states.js';
import type { Audiences } from './audiences.js';
import type { AutoExports } from './auto-exports.js';
import type { Bindings } from './bindings.js';
import type { ConsentHistory } from './consent-history.js';
import type { ConsentLedger } from './consent-ledger.js';
import type { ExportFailures } from './export-failures.js';
import type { FeedRows } from './feed-rows.js';
import type { Forgotten } from './forgotten.js';
import type { Inbox } from './inbox.js';
import type { Intents } from './intents.js';
import type { Journal } from './journal.js';
import type { Leases } from './leases.js';
import type { LiveChanges } from './live-changes.js';
import type { Marks } from './marks.js';
import type { Runs } from './runs.js';
import type { ErasedPerson, Trace } from './traces-of.js';

/** What the bridge remembers of one account. Everything in it can be lost without harm to consent (decision 7). */
export interface Store {
  alertStates: AlertStates;
  audiences: Audiences;
  autoExports: AutoExports;
  bindings: Bindings;
  consentHistory: ConsentHistory;
  consentLedger: ConsentLedger;
  exportFailures: ExportFailures;
  feedRows: FeedRows;
  forgotten: Forgotten;
  inbox: Inbox;
  intents: Intents;
  journal: Journal;
  leases: Leases;
  liveChanges: LiveChanges;
  marks: Marks;
  runs: Runs;
  /**
   * As if nothing had ever been brought to Odoo or from there; what runs have done and events have told is kept (B52).
   * Of one audience alone the mailing list stays bound.
   */
  forgetOdoo(audienceId?: string): Promise<void>;
  /** What the tables hold of a person, to be counted or erased (B57). */
  tracesOf(person: ErasedPerson): Promise<Trace[]>;
  /** Takes what was deleted off the disk, too. @returns false when another process was in the way */
  compact(): Promise<boolean>;
  /** All of the work or none of it; a call inside a transaction joins it. */
  transaction<T>(work: (store: Store) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
