import { hostname } from 'node:os';
import { claimJobs } from '../../addon/jobs/claim-jobs.js';
import type { SyncContext } from '../../sync/sync-context.js';
import { finishJob, renewJob } from '../../addon/jobs/finish-job.js';
import type { Job, JobOutcome } from '../../addon/jobs/job.js';
import { errorInWords } from '../../support/error-in-words.js';
import { BridgeError, BusyError } from '../../support/errors.js';
import { keepRenewed } from '../../support/keep-renewed.js';
import { showAudiences } from '../../sync/addon/show-audiences.js';
import { audiencesOf, runJob } from './run-job.js';

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

/** How long a job is held without a word; another bridge takes it up afterwards. */
const leaseMs = 60_000;

/**
 * Does a job that is held, keeps it held meanwhile, and writes what became of it for the user who asked. A run that is
 * stopped, or can't reach Odoo, leaves the job to whoever comes when its lease has run out.
 */
async function workJob(context: SyncContext, job: Job, tellAlive: () => Promise<unknown>): Promise<void> {
  const { transport } = context.odoo;
  const held = {
    everyMs: leaseMs / 4,
    async renew() {
      await tellAlive();
      return renewJob(transport, job, leaseMs);
    },
    lost: () => jobLost(job),
    signal: context.signal,
  };
  const outcome = await keepRenewed(held, (signal) => outcomeOf({ ...context, signal }, job));
  await finishJob(transport, job, outcome);
  await showCounters(context, job);
}

async function outcomeOf(context: SyncContext, job: Job): Promise<JobOutcome> {
  try {
    return await runJob(context, job);
  } catch (error) {
    if (context.signal.aborted) throw error;
    if (error instanceof BridgeError && error.retryable) throw error;
    if (error instanceof BridgeError) return failed(errorInWords(error));
    // A fault of the bridge is told as well, for the user waits.
    const { transport } = context.odoo;
    await finishJob(transport, job, failed('The bridge could not do it: a fault of its own.'));
    throw error;
  }
}

const failed = (text: string): JobOutcome => ({ state: 'failed', result: text, notify: text });

/** After the user was told: they need not wait for it. */
async function showCounters(context: SyncContext, job: Job): Promise<void> {
  const addon = await context.addon();
  const { known: audiences } = audiencesOf(context, job);
  const fetched = job.action === 'fetch' ? audiences.map(({ id }) => id) : [];
  if (addon !== null) await showAudiences(context, addon, { audiences, fetched });
}

function jobLost({ id }: Job): BusyError {
  return new BusyError(
    `Another bridge has taken over job ${id}, since this one was not heard of for too long`,
    {
      code: 'lock.job_lost',
      hint: 'The machine may have slept; the other bridge does the job.',
    },
  );
}
