import { addonInstalled } from '../../addon/addon-installed.js';
import { hasOpenJobs } from '../../addon/jobs/claim-jobs.js';
import { BridgeError } from '../../support/errors.js';
import type { SyncContext } from '../../sync/sync-context.js';
import { showAccount } from '../open-addon.js';
import { workJobs } from './work-jobs.js';

export interface PollJobsDeps {
  context(): Promise<SyncContext>;
  /** Runs under the account's lock; rejects with `lock.held` at once when another run has it. */
  locked<T>(work: (context: SyncContext) => Promise<T>): Promise<T>;
}

/**
 * A look for jobs of the account in Odoo, which does those it finds (B38). To be called every few seconds: one call to
 * Odoo when there is nothing to do, one a minute where there is no addon. While another run holds the account, jobs stay
 * pending for the next look.
 * @returns how many jobs were done; rejects with a BridgeError
 */
export function jobPoll(deps: PollJobsDeps): () => Promise<number> {
  const tellAlive = heartbeat();
  return async () => {
    const context = await deps.context();
    if (!(await tellAlive(context))) return 0;
    const { odoo, config, clock } = context;
    return orNone(async () => {
      if (!(await hasOpenJobs(odoo.transport, config.account, clock.now()))) return 0;
      return deps.locked((locked) => workJobs(locked, () => tellAlive(context)));
    });
  };
}

const beatMs = 60_000;

/** Tells Odoo once a minute that somebody looks for jobs, and finds out whether it has an addon to tell it to. */
function heartbeat(): (context: SyncContext) => Promise<boolean> {
  let last = { at: -Infinity, isThere: false };
  return async (context) => {
    const now = context.clock.now();
    if (now.getTime() - last.at < beatMs) return last.isThere;
    const isThere = await addonInstalled(context.odoo);
    if (isThere) await showAccount(context, now);
    last = { at: now.getTime(), isThere };
    return isThere;
  };
}

/** Another run has the account, or the addon has just been taken out. */
const none = ['lock.held', 'odoo.missing_model'];

async function orNone(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BridgeError && none.includes(error.code)) return 0;
    throw error;
  }
}
