import type { AccountConfig } from '../config/account-config.js';
import { openStore } from '../store/open-store.js';
import type { Store } from '../store/store.js';
import type { Clock } from '../support/clock.js';
import { once } from '../support/once.js';
import { accountStatus } from '../sync/account-status.js';
import { countAudiences } from '../sync/audience-counts.js';
import { autoExportAccount } from '../sync/auto-export-account.js';
import { fetchAudiences, listAudiences } from '../sync/audiences/list-audiences.js';
import { listEvents, retryEvents } from '../sync/events/list-events.js';
import { fetchMembers } from '../sync/fetch-members.js';
import { listLogs, showLog } from '../sync/logs.js';
import { pendingContacts } from '../sync/pending-contacts.js';
import { applyPlan } from '../sync/plan/apply-plan.js';
import { pushContacts } from '../sync/push-contacts.js';
import { selectAudiences } from '../sync/select-audiences.js';
import { showContact } from '../sync/show-contact.js';
import type { ProgressEvent, SyncContext } from '../sync/sync-context.js';
import { accountLockName, withAccountLock } from './account-lock.js';
import type { Bridge } from './bridge.js';
import { jobPoll } from './jobs/poll-jobs.js';
import { syncWithJobs } from './jobs/sync-with-jobs.js';
import { openAddon } from './open-addon.js';
import { lazyServers, type Servers } from './servers.js';

export interface BridgeDeps {
  clock: Clock;
  progress(event: ProgressEvent): void;
  /** Aborted when the run is to stop after the page under way. */
  signal: AbortSignal;
  /** Wait for a run that holds the account's lock (B42). */
  wait: boolean;
}

/**
 * One account, ready to work. Servers are called when a command first needs them, so that `status` answers
 * while Odoo is down.
 */
export async function openBridge(config: AccountConfig, deps: BridgeDeps): Promise<Bridge> {
  const store = await openStore(config.store, { clock: deps.clock });
  const servers = lazyServers(config, deps);
  const context = async (): Promise<SyncContext> => {
    const opened = { config, ...(await servers.open()) };
    return { ...deps, store, ...opened, addon: once(() => openAddon(opened)) };
  };
  const locked = async <T>(work: (context: SyncContext) => Promise<T>, wait = deps.wait): Promise<T> => {
    const ready = await context();
    return withAccountLock(store.leases, { ...deps, wait }, (signal) => work({ ...ready, signal }));
  };
  const unless = <T>(dryRun: boolean, work: (context: SyncContext) => Promise<T>): Promise<T> => {
    return dryRun ? context().then(work) : locked(work);
  };
  return {
    account: config.account,
    listAudiences: () => context().then(listAudiences),
    fetchAudiences: (options) => unless(options.dryRun, (ready) => fetchAudiences(ready, options)),
    fetchMembers: (options) => unless(options.dryRun, (ready) => fetchMembers(ready, options)),
    exportContacts: (options) => unless(options.dryRun, (ready) => pushContacts(ready, 'export', options)),
    updateContacts: (options) => unless(options.dryRun, (ready) => pushContacts(ready, 'update', options)),
    autoExport: (options) => unless(options.dryRun, (ready) => autoExportAccount(ready, options)),
    sync: (options) => unless(options.dryRun, (ready) => syncWithJobs(ready, options)),
    applyPlan: (plan, options) => locked((ready) => applyPlan(ready, plan, options)),
    pendingContacts: async ({ audiences }) =>
      pendingContacts(await context(), selectAudiences(config, audiences)),
    listLogs: () => listLogs(store),
    showLog: (id) => showLog(config, store, id),
    showContact: async (email) => showContact(await context(), email),
    pollJobs: jobPoll({ context, locked: (work) => locked(work, false) }),
    status: () => accountStatus(config, store, accountLockName),
    countAudiences: () => context().then(countAudiences),
    listEvents: (options) => listEvents(store, options),
    retryEvents: (ids) => retryEvents(store, ids),
    close: () => closeAll(servers, store),
  };
}

async function closeAll(servers: Servers, store: Store): Promise<void> {
  await servers.close();
  await store.close();
}
