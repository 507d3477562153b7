import { hostname } from 'node:os';
import { claimJobs } from '../../addon/jobs/claim-jobs.js';
import type { SyncContext } from '../../sync/sync-context.js';
import { leaseMs, workJob } from './work-job.js';

/**
 * Does the open jobs of the account, to be called under its lock (B38). One at a time is taken, so that a bridge that
 * dies leaves no more than one waiting for its lease to run out. One call when there is nothing to do.
 * @param tellAlive called now and then while a job takes long
 * @returns how many were done
 */
export async function workJobs(
  context: SyncContext,
  tellAlive: () => Promise<unknown> = () => Promise.resolve(),
): Promise<number> {
  const { odoo, config, clock, signal } = context;
  const request = { account: config.account, holder: `${hostname()}:${process.pid}`, leaseMs, limit: 1 };
  for (let done = 0; ; done += 1) {
    signal.throwIfAborted();
    const [job] = await claimJobs(odoo.transport, request, { clock });
    if (job === undefined) return done;
    await workJob(context, job, tellAlive);
  }
}
