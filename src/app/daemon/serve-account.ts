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
import { watchRuns } from '../alerts/watch-sync.js';
import { alertsOf } from './alerts-of.js';
import { bindDatabase } from '../../sync/database/require-database.js';
import { openAddon } from '../open-addon.js';
import { lazyServers, type Servers, type ServersDeps } from '../servers.js';
import { keepDoing, type Worker } from './worker.js';
import { eventWorker, eventReceiver } from './event-worker.js';
import { liveWorker } from './live-worker.js';
import { scheduleWorker } from './schedule-worker.js';
import type { ServedAccount } from './served-account.js';
import { openWorkQueue } from './work-queue.js';
import { forgetOld } from '../../sync/forget-old.js';
import { jobPoll } from '../jobs/poll-jobs.js';
import { showAudiences } from '../../sync/addon/show-audiences.js';

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
      gate.close();
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

const hour = 60 * 60_000;

/** Keeps the store from growing where no `sync` does, and tells when none is made any more. */
function upkeepWorker(served: ServedAccount): Worker {
  return {
    name: 'upkeep',
    wakeSignal: createWakeSignal(),
    async step() {
      await forgetOld(served);
      await watchRuns(alertsOf(served));
      return hour;
    },
  };
}

/** Whoever has clicked in Odoo looks at the screen (B38). */
const pollMs = 2_000;

/** Does what people ask for in Odoo, within seconds; at once when Odoo says that there is something (B38). */
function jobWorker(account: ServedAccount): Worker {
  const poll = jobPoll({
    context: () => account.context(account.stopping),
    locked: (work) => account.queue.short(async (signal) => work(await account.context(signal))),
  });
  return {
    name: 'jobs from Odoo',
    wakeSignal: account.jobWakeSignal,
    async step() {
      const done = await poll();
      if (done > 0) account.logger.info({ jobs: done }, 'Jobs from Odoo done');
      return pollMs;
    },
  };
}

/** A burst of events is counted once. */
const pauseMs = 5_000;

/** Keeps the counters of the audiences in Odoo true, where events and live updates have changed something (B39). */
function counterWorker({ config, countersDue, queue, context, stopping }: ServedAccount): Worker {
  return {
    name: 'counters in Odoo',
    wakeSignal: createWakeSignal(),
    async step() {
      const audiences = config.audiences.filter(({ id }) => countersDue.has(id));
      if (audiences.length === 0) return pauseMs;
      const ready = await context(stopping);
      const addon = await ready.addon();
      if (addon === null) {
        countersDue.clear();
        return pauseMs;
      }
      // What comes in from here on is not in what is counted.
      for (const { id } of audiences) countersDue.delete(id);
      await queue
        .short((signal) => showAudiences({ ...ready, signal }, addon, { audiences, fetched: [] }))
        .catch((error: unknown) => {
          for (const { id } of audiences) countersDue.add(id);
          throw error;
        });
      return pauseMs;
    },
  };
}
