import type { AccountConfig } from '../../config/account-config.js';
import type { Metrics } from '../../server/metrics.js';
import type { Receiver } from '../../server/receiver.js';
import type { OdooSession } from '../../odoo/connect.js';
import { openStore } from '../../store/open-store.js';
import type { Lease } from '../../store/leases.js';
import type { Store } from '../../store/store.js';
import { createWakeSignal } from '../../support/wake-signal.js';
import type { Clock } from '../../support/clock.js';
import type { Logger } from '../../support/logger.js';
import { once } from '../../support/once.js';
import { openWriteGate, type WriteGate } from '../../support/write-gate.js';
import { bindDatabase } from '../../sync/database/require-database.js';
import { openAddon } from '../open-addon.js';
import { lazyServers, type Servers, type ServersDeps } from '../servers.js';
import { counterWorker } from './counter-worker.js';
import { keepDoing, type Worker } from './worker.js';
import { eventWorker } from './event-worker.js';
import { eventReceiver } from './event-receiver.js';
import { jobWorker } from './job-worker.js';
import { liveWorker } from './live-worker.js';
import { scheduleWorker } from './schedule-worker.js';
import type { ServedAccount } from './served-account.js';
import { openWorkQueue } from './work-queue.js';
import { upkeepWorker } from './upkeep-worker.js';

export interface AccountDeps {
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
  /** Nothing new is begun. */
  stopping: AbortSignal;
  /** What is under way is given up. */
  giveUp: AbortSignal;
}

export interface AccountService {
  account: string;
  /** Null without webhooks. */
  receiver: Receiver | null;
  /** Begins its workers; resolves when all is to stop and they have come to their end. */
  work(): Promise<void>;
  /** Why it can't take events now; null: it can. */
  problem(): Promise<string | null>;
  close(): Promise<void>;
}

/** Opens the store of an account; its servers are called when there is something to do. */
export async function serveAccount(config: AccountConfig, deps: AccountDeps): Promise<AccountService> {
  const { clock, metrics } = deps;
  const { account } = config;
  const gate = openWriteGate<Lease>();
  const store = await openStore(config.store, { clock, durable: true, heldLease: () => gate.right() });
  const observe: ServersDeps['observe'] = (call) => metrics.apiCall({ account, ...call });
  const servers = lazyServers(config, { clock, gate, observe });
  const served = servedAccount(config, { ...deps, gate, store, servers });
  metrics.watchInbox(account, () => inboxLevel(served));
  return {
    account,
    receiver: eventReceiver(config, store, served),
    async work() {
      await Promise.all(workersOf(served).map((worker) => keepDoing(worker, served)));
    },
    async problem() {
      if (deps.stopping.aborted) return 'stopping';
      return store.inbox.counts().then(
        () => null,
        () => 'the store does not answer',
      );
    },
    async close() {
      await servers.close();
      await store.close();
    },
  };
}

/** What serve does for an account, each by itself. */
function workersOf(served: ServedAccount): Worker[] {
  const all = [
    eventWorker(served),
    liveWorker(served),
    jobWorker(served),
    counterWorker(served),
    scheduleWorker(served),
    upkeepWorker(served),
  ];
  return all.flatMap((worker) => worker ?? []);
}

function servedAccount(
  config: AccountConfig,
  {
    gate,
    store,
    servers,
    clock,
    metrics,
    logger,
    stopping,
    giveUp,
  }: AccountDeps & { gate: WriteGate<Lease>; store: Store; servers: Servers },
): ServedAccount {
  const queue = openWorkQueue(store.leases, { clock, gate, stopping, giveUp });
  const bind = bindNowAndThen(store, config, clock);
  const fixed = { config, store, clock, progress: () => undefined };
  return {
    ...{ config, store, clock, metrics, queue, stopping },
    logger: logger.child({ account: config.account }),
    eventWakeSignal: createWakeSignal(),
    odooWakeSignal: createWakeSignal(),
    jobWakeSignal: createWakeSignal(),
    exportDue: new Set(),
    countersDue: new Set(),
    context: async (signal) => {
      const opened = { config, ...(await servers.open()) };
      await bind(opened.odoo);
      return { ...fixed, signal, ...opened, addon: once(() => openAddon(opened)) };
    },
    // Between two pieces of work, or one of them would find its connections closed.
    reconnect: () => queue.between(() => servers.reset()),
  };
}

const bindEveryMs = 5 * 60_000;

/** Whether it is still the database that the store was made with (B52), once for each session and every few minutes. */
function bindNowAndThen(
  store: Store,
  config: AccountConfig,
  clock: Clock,
): (odoo: OdooSession) => Promise<void> {
  let last: { odoo: OdooSession; at: number } | null = null;
  return async (odoo) => {
    const at = clock.now().getTime();
    if (last !== null && last.odoo === odoo && at - last.at < bindEveryMs) return;
    last = null;
    await bindDatabase({ config, odoo, store });
    last = { odoo, at };
  };
}

async function inboxLevel({ store, clock }: ServedAccount) {
  const { waiting, quarantined, held, oldestWaiting } = await store.inbox.counts();
  const age = oldestWaiting === null ? 0 : clock.now().getTime() - Date.parse(oldestWaiting);
  return { waiting, quarantined, held, oldestSeconds: age / 1000 };
}
