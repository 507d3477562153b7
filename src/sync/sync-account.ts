import { ConfigurationError, OperatorError, type BridgeError } from '../support/errors.js';
import type { RunOptions } from './audiences/audience-run.js';
import { runCommand } from './run-command.js';
import type { RunSummary } from './run-summary.js';
import { selectAudiences } from './select-audiences.js';
import { syncAudience } from './sync-audience.js';
import type { SyncContext } from './sync-context.js';

export interface SyncOptions extends RunOptions {
  audiences: string[];
}

export interface SyncResult {
  runs: RunSummary[];
  /** Why audiences were stopped: a cap, a mapping. The others have been done all the same. */
  stopped: BridgeError[];
}

/** `sync`: everything, for every audience; safe to run every minute. */
export async function syncAccount(context: SyncContext, options: SyncOptions): Promise<SyncResult> {
  const result: SyncResult = { runs: [], stopped: [] };
  for (const audience of selectAudiences(context.config, options.audiences)) {
    const command = { ...options, command: 'sync', audience };
    try {
      result.runs.push(await runCommand(context, command, syncAudience));
    } catch (error) {
      if (!concernsOneAudience(error)) throw error;
      result.stopped.push(error);
    }
  }
  return result;
}

/** A server that is down is down for all of them. */
function concernsOneAudience(error: unknown): error is BridgeError {
  return error instanceof OperatorError || error instanceof ConfigurationError;
}
