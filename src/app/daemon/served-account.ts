import type { AccountConfig } from '../../config/account-config.js';
import type { Metrics } from '../../server/metrics.js';
import type { Store } from '../../store/store.js';
import type { WakeSignal } from '../../support/wake-signal.js';
import type { Clock } from '../../support/clock.js';
import type { Logger } from '../../support/logger.js';
import type { SyncContext } from '../../sync/sync-context.js';
import type { WorkQueue } from './work-queue.js';

/** One account while `serve` runs: what its workers work with. */
export interface ServedAccount {
  config: AccountConfig;
  store: Store;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  queue: WorkQueue;
  /** Nothing new is begun when it aborts. */
  stopping: AbortSignal;
  /** Rung when an event has come in. */
  eventWakeSignal: WakeSignal;
  /** Rung when Odoo, or the store, may have something for MailChimp. */
  odooWakeSignal: WakeSignal;
  /** Rung when somebody asks for something in Odoo. */
  jobWakeSignal: WakeSignal;
  /** Audiences with something left to be sent to MailChimp that no change in Odoo tells of. */
  exportDue: Set<string>;
  /** Audiences whose counters in Odoo may be out of date. */
  countersDue: Set<string>;
  /** What use cases need; connects when that is needed. */
  context(signal: AbortSignal): Promise<SyncContext>;
  /** The next `context` connects anew. */
  reconnect(): Promise<void>;
}
