import { hostname } from 'node:os';
import { faceInstalled } from '../../addon/face-installed.js';
import { claimJobs, hasOpenJobs } from '../../addon/jobs/claim-jobs.js';
import { BridgeError } from '../../support/errors.js';
import type { SyncContext } from '../../sync/sync-context.js';
import { showAccount } from '../open-face.js';
import { leaseMs, workJob } from './work-job.js';

export interface PollJobsDeps {
  context(): Promise<SyncContext>;
  /** Runs under the account's lock; rejects with `lock.held` at once when another run has it. */
  locked<T>(work: (context: SyncContext) => Promise<T>): Promise<T>;
}

/**
 * A look for jobs of the account in Odoo, which does those it finds (B38). To be called every few seconds: one call to
 * Odoo when there is nothing to do, one a minute where there is no face. While another run holds the account, jobs stay
 * pending for the next look.
 * @returns how many jobs were done; rejects with a BridgeError
 */
export function jobPoll(deps: PollJobsDeps): () => Promise<number> {
  const tellAlive = heartbeat();
  return async () => {
    const context = await deps.context();
    if (!(await tellAlive(context))) return 0;
    const { odoo, config, clock } = context;
    if (!(await hasOpenJobs(odoo.transport, config.account, clock.now()))) return 0;
    return unlessBusy(() => deps.locked((locked) => workAll(locked, () => tellAlive(context))));
  };
}

const beatMs = 60_000;

/** Tells Odoo once a minute that somebody looks for jobs, and finds out whether it has a face to tell it to. */
function heartbeat(): (context: SyncContext) => Promise<boolean> {
  let last = { at: -Infinity, isThere: false };
  return async (context) => {
    const now = context.clock.now();
    if (now.getTime() - last.at < beatMs) return last.isThere;
    const isThere = await faceInstalled(context.odoo);
    if (isThere) await showAccount(context, now);
    last = { at: now.getTime(), isThere };
    return isThere;
  };
}

/** One at a time, so that a bridge that dies leaves no more than one job waiting for its lease to run out. */
async function workAll(context: SyncContext, tellAlive: () => Promise<boolean>): Promise<number> {
  const { odoo, config, clock, signal } = context;
  const request = { account: config.account, holder: `${hostname()}:${process.pid}`, leaseMs, limit: 1 };
  for (let done = 0; ; done += 1) {
    signal.throwIfAborted();
    const [job] = await claimJobs(odoo.transport, request, { clock });
    if (job === undefined) return done;
    await workJob(context, job, { tellAlive });
  }
}

async function unlessBusy(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BridgeError && error.code === 'lock.held') return 0;
    throw error;
  }
}
