import { Cron } from 'croner';
import { createWakeSignal } from '../../support/wake-signal.js';
import { syncAccount } from '../../sync/sync-account.js';
import { watchSync } from '../alerts/watch-sync.js';
import { alertsOf } from './alerts-of.js';
import type { Worker } from './worker.js';
import type { ServedAccount } from './served-account.js';
import { tellRun } from './tell-run.js';

/** The clock may be put, the machine may sleep: it is looked at this often. */
const lookMs = 60_000;

/**
 * Runs `sync` when the schedule says so, one audience after the other with room for events in between; never twice at a
 * time. However many times were missed while the bridge was down, it is made up for once. Null without a schedule.
 */
export function scheduleWorker(account: ServedAccount): Worker | null {
  const { schedule } = account.config;
  if (schedule === undefined) return null;
  const cron = new Cron(schedule.cron, { timezone: schedule.timezone, paused: true });
  let since: Date | null = null;
  return {
    name: 'schedule',
    wakeSignal: createWakeSignal(),
    async step() {
      since ??= (await lastSync(account)) ?? account.clock.now();
      const next = cron.nextRun(since);
      const ms = next === null ? lookMs : next.getTime() - account.clock.now().getTime();
      if (ms > 0) return Math.min(lookMs, ms);
      since = account.clock.now();
      await syncAll(account);
      // What came due meanwhile has been done by it.
      since = account.clock.now();
      return 1;
    },
  };
}

async function lastSync({ store, config }: ServedAccount): Promise<Date | null> {
  const runs = await Promise.all(config.audiences.map(({ id }) => store.runs.last('sync', id)));
  const times = runs.flatMap((run) => (run === null ? [] : Date.parse(run.startedAt)));
  return times.length === 0 ? null : new Date(Math.max(...times));
}

async function syncAll(account: ServedAccount): Promise<void> {
  const { config, queue, logger, stopping } = account;
  for (const { id } of config.audiences) {
    if (stopping.aborted) return;
    const options = { audiences: [id], dryRun: false, allowLarge: false };
    const { runs, stopped } = await watchSync(alertsOf(account), options.audiences, () =>
      queue.run(async (signal) => syncAccount(await account.context(signal), options)),
    );
    for (const run of runs) tellRun(account, run);
    for (const err of stopped) logger.error({ audience: id, err }, 'The audience was not synced');
  }
}
