import type { AccountConfig } from '../config/account-config.js';
import { inMemory, openStore } from '../store/open-store.js';
import type { Lease } from '../store/leases.js';
import type { Store } from '../store/store.js';
import type { Clock } from '../support/clock.js';
import type { OpenHttp } from '../support/http/http-client.js';
import { once } from '../support/once.js';
import { openWriteGate } from '../support/write-gate.js';
import { accountStatus } from '../sync/account-status.js';
import { countAudiences } from '../sync/audience-counts.js';
import { autoExportAccount } from '../sync/auto-export-account.js';
import { fetchAudiences, listAudiences } from '../sync/audiences/list-audiences.js';
import { listEvents, releaseEvents, retryEvents } from '../sync/events/list-events.js';
import { consentReport } from '../sync/consent-report.js';
import { fetchAndShow } from '../sync/fetch-and-show.js';
import { forgetPerson } from '../sync/forget/forget-person.js';
import { listLogs, showLog } from '../sync/logs.js';
import { pendingContacts } from '../sync/pending-contacts.js';
import { applyPlan } from '../sync/plan/apply-plan.js';
import { pushContacts } from '../sync/push-contacts.js';
import { selectAudiences } from '../sync/select-audiences.js';
import { showContact } from '../sync/show-contact.js';
import type { ProgressEvent, SyncContext } from '../sync/sync-context.js';
import {
  bindDatabase,
  isOtherDatabase,
  rebindDatabase,
  requireDatabase,
} from '../sync/database/require-database.js';
import { testAlerts } from './alerts/tell-alerts.js';
import { watchSync } from './alerts/watch-sync.js';
import type { SyncResult } from '../sync/sync-account.js';
import { accountLockName, withAccountLock } from './account-lock.js';
import type { Bridge, WritingOptions } from './bridge.js';
import { jobPoll } from './jobs/poll-jobs.js';
import { syncWithJobs } from './jobs/sync-with-jobs.js';
import { openAddon } from './open-addon.js';
import { lazyServers, type Servers } from './servers.js';

export interface BridgeDeps {
  clock: Clock;
  progress(event: ProgressEvent): void;
  /** Takes what went wrong beside the work, such as an alert that could not be sent. */
  warn?: (text: string) => void;
  /** Aborted when the run is to stop after the page under way. */
  signal: AbortSignal;
  /** Wait for a run that holds the account's lock (B42). */
  wait: boolean;
  /** The way to both servers [createHttpClient]. */
  openHttp?: OpenHttp;
  /** How long the lock is held by a run that isn't heard of [a minute]. */
  leaseMs?: number;
}

type Work<T> = (context: SyncContext) => Promise<T>;

/**
 * One account, ready to work. Servers are called when a command first needs them, so that `status` answers
 * while Odoo is down.
 */
export async function openBridge(config: AccountConfig, deps: BridgeDeps): Promise<Bridge> {
  const gate = openWriteGate<Lease>();
  const store = await openStore(config.store, { clock: deps.clock, heldLease: () => gate.right() });
  const servers = lazyServers(config, { ...deps, gate });
  const context = async (): Promise<SyncContext> => {
    const opened = { config, ...(await servers.open()) };
    return { ...deps, store, ...opened, addon: once(() => openAddon(opened)) };
  };
  const locked = async <T>(work: Work<T>, { wait = deps.wait, acceptDatabase = false } = {}): Promise<T> => {
    const ready = await context();
    return withAccountLock(store.leases, { ...deps, gate, wait }, async (signal) => {
      await (acceptDatabase ? rebindDatabase(ready) : bindDatabase(ready));
      return work({ ...ready, signal });
    });
  };
  const run = async <T>(options: WritingOptions, work: Work<T>): Promise<T> =>
    options.dryRun ? tryOut(await context(), options, work) : locked(work, options);
  const alerting = {
    ...{ config, store, warn: deps.warn ?? (() => undefined) },
    odoo: () => servers.open().then(({ odoo }) => odoo),
  };
  return {
    account: config.account,
    listAudiences: () => context().then(listAudiences),
    fetchAudiences: (options) => run(options, (ready) => fetchAudiences(ready, options)),
    fetchMembers: (options) => run(options, (ready) => fetchAndShow(ready, options)),
    exportContacts: (options) => run(options, (ready) => pushContacts(ready, 'export', options)),
    updateContacts: (options) => run(options, (ready) => pushContacts(ready, 'update', options)),
    autoExport: (options) => run(options, (ready) => autoExportAccount(ready, options)),
    sync: async (options) => {
      const work = (): Promise<SyncResult> => run(options, (ready) => syncWithJobs(ready, options));
      if (options.dryRun) return work();
      const chosen = selectAudiences(config, options.audiences).map(({ id }) => id);
      return watchSync({ ...deps, ...alerting }, chosen, work);
    },
    applyPlan: (plan, options) => locked((ready) => applyPlan(ready, plan, options), options),
    pendingContacts: async ({ audiences }) =>
      pendingContacts(await context(), selectAudiences(config, audiences)),
    listLogs: () => listLogs(store),
    showLog: (id) => showLog(config, store, id),
    showContact: async (email) => showContact(await context(), email),
    exportConsent: (email) => consentReport({ config, store }, email),
    pollJobs: jobPoll({ context, locked: (work) => locked(work, { wait: false }) }),
    forget: (email, options) => run(options, (ready) => forgetPerson(ready, email, options)),
    status: () => accountStatus(config, store, accountLockName),
    countAudiences: () => context().then(countAudiences),
    listEvents: (options) => listEvents(store, options),
    retryEvents: (ids) => retryEvents(store, ids),
    releaseEvents: (options) => releaseEvents(store, options),
    testAlerts: () => testAlerts({ ...deps, ...alerting }),
    close: () => closeAll(servers, store).finally(() => gate.close()),
  };
}

/** On another database than before what is to be bound anew is tried out with nothing known (B52). */
async function tryOut<T>(context: SyncContext, options: WritingOptions, work: Work<T>): Promise<T> {
  if (options.acceptDatabase !== true) await requireDatabase(context);
  else if (await isOtherDatabase(context)) return withEmptyStore(context, work);
  return work(context);
}

async function withEmptyStore<T>(context: SyncContext, work: Work<T>): Promise<T> {
  const store = await openStore(inMemory, context);
  try {
    return await work({ ...context, store });
  } finally {
    await store.close();
  }
}

async function closeAll(servers: Servers, store: Store): Promise<void> {
  await servers.close();
  await store.close();
}
