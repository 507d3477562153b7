import { ConfigurationError } from '../../support/errors.js';
import { syncAccount, type SyncOptions, type SyncResult } from '../../sync/sync-account.js';
import type { SyncContext } from '../../sync/sync-context.js';
import { workJobs } from './work-jobs.js';

/** `sync`, and what people have asked in Odoo: where nothing stays up to look for jobs, cron does. */
export async function syncWithJobs(context: SyncContext, options: SyncOptions): Promise<SyncResult> {
  const result = await syncAccount(context, options);
  if (options.dryRun || (await context.addon()) === null) return result;
  try {
    await workJobs(context);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    result.stopped.push(error);
  }
  return result;
}
