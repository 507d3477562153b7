import { failedRuns, logOf } from '../logs.js';
import type { SyncContext } from '../sync-context.js';
import type { Addon } from './addon.js';

/** Of the account: id of the last run whose log Odoo has. */
export const logMark = 'face.logs';

/**
 * Brings to Odoo the logs it does not have yet, from the rows `logs list` and `logs show` read, so that the two never
 * disagree (B39). To be called when no run is under way.
 */
export async function showLogs({ config, store, signal }: SyncContext, addon: Addon): Promise<void> {
  const after = Number((await store.marks.get('', logMark)) ?? 0);
  const runs = await failedRuns(store, after);
  for (const run of runs.toReversed()) {
    signal.throwIfAborted();
    // Ids start anew with a new store.
    const key = `${config.account} ${run.startedAt} ${run.id}`;
    await addon.showLog(key, await logOf(config, store, run));
    await store.marks.set('', logMark, String(run.id));
  }
}
