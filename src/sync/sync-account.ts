import { ConfigurationError, OperatorError, type BridgeError } from '../support/errors.js';
import { withRun, type RunOptions } from './run/with-run.js';
import type { Addon } from './addon/addon.js';
import { keepAddon } from './addon/keep-addon.js';
import { meetAddon } from './addon/meet-addon.js';
import { forgetOld } from './forget-old.js';
import type { RunSummary } from './run/run-summary.js';
import { selectAudiences } from './select-audiences.js';
import { syncAudience } from './sync-audience.js';
import type { AudienceConfig, SyncContext } from './sync-context.js';

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
  const audiences = selectAudiences(context.config, options.audiences);
  const addon = options.dryRun ? null : await meet(context, result);
  for (const audience of audiences) {
    const command = { ...options, command: 'sync', audience };
    const run = await unlessStopped(result, () => withRun(context, command, syncAudience));
    if (run !== null) result.runs.push(run);
  }
  if (addon !== null) await keep(context, addon, { audiences, result });
  if (!options.dryRun) await forgetOld(context);
  return result;
}

function meet(context: SyncContext, result: SyncResult): Promise<Addon | null> {
  return unlessStopped(result, () => meetAddon(context, context.clock.now()));
}

async function keep(
  context: SyncContext,
  addon: Addon,
  { audiences, result }: { audiences: readonly AudienceConfig[]; result: SyncResult },
): Promise<void> {
  const imports = context.config.member_options.auto_sync_member;
  const fetched = imports ? result.runs.flatMap(({ audience }) => audience ?? []) : [];
  await unlessStopped(result, () => keepAddon(context, addon, { audiences, fetched }));
}

/** What stops one audience, or the addon alone, stops nothing else. A server that is down is down for all of them. */
async function unlessStopped<T>(result: SyncResult, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OperatorError || error instanceof ConfigurationError)) throw error;
    result.stopped.push(error);
    return null;
  }
}
