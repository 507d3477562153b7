import { BridgeError } from '../../support/errors.js';
import { carryOptOuts } from '../audiences/carry-opt-outs.js';
import { tellRestore } from '../audiences/notice-restore.js';
import { forgetMarksOfOldMapping } from '../import/changes.js';
import { settleEarlierCreates } from '../people/settle-creates.js';
import type { AudienceConfig, SyncContext } from '../sync-context.js';
import type { AudienceRun, OpenAudience, RunJournal } from './audience-run.js';
import { countCalls } from './count-calls.js';
import { openTroubled } from './open-audience.js';
import type { PlanGuard } from './plan-guard.js';
import type { RunSummary } from './run-summary.js';
import { countConsented, openTally, type RunTally } from './run-tally.js';

export interface RunOptions {
  dryRun: boolean;
  allowLarge: boolean;
  /** By audience; without one everything is done. */
  guards?: ReadonlyMap<string, PlanGuard>;
}

export interface CommandRun extends RunOptions {
  command: string;
  audience: AudienceConfig;
  /** Nobody asked for the run: one that comes to nothing is not written down. */
  quiet?: boolean;
  isLive?: boolean;
}

/**
 * Runs a command on one audience and writes the run down, whatever its end. A dry run leaves no trace. An audience whose
 * mailing list may not be worked on gets its opt-outs carried, and nothing else (B51).
 */
export async function withRun(
  context: SyncContext,
  { command, audience, quiet = false, ...options }: CommandRun,
  work: (run: AudienceRun) => Promise<void>,
): Promise<RunSummary> {
  const { dryRun } = options;
  const { runs } = context.store;
  const startedAt = context.clock.now().getTime();
  const apiCalls = countCalls(context);
  const tally = openTally();
  const runId = dryRun ? null : await runs.start({ command, audienceId: audience.id, dryRun });
  const finish = async (outcome: 'done' | 'failed' | 'stopped', message?: string): Promise<void> => {
    countConsented(tally);
    if (runId === null) return;
    if (quiet && outcome === 'done' && isNothing(tally)) return runs.discard(runId);
    const end = { outcome, totals: { ...tally.totals }, apiCalls: apiCalls() };
    await runs.finish(runId, message === undefined ? end : { ...end, message });
  };
  try {
    const { open, trouble, hasList } = await openTroubled(context, audience, options);
    if (!dryRun) tally.warnings.push(...(await tellRestore(context, audience.id)));
    const guard = options.guards?.get(audience.id) ?? null;
    const log = { ...options, guard, tally, journal: journalOf(runId) };
    if (trouble === null) await workOn(open, log, work);
    else if (hasList) await workOn(open, log, carryOptOuts);
    if (trouble !== null) throw trouble;
  } catch (error) {
    await finish(context.signal.aborted ? 'stopped' : 'failed', reasonOf(error));
    throw error;
  }
  await finish('done');
  const { plan, totals, failures, warnings, skipped } = tally;
  return {
    command,
    account: context.config.account,
    audience: audience.id,
    dry_run: dryRun,
    totals,
    failures,
    warnings,
    skipped,
    api_calls: apiCalls(),
    seconds: (context.clock.now().getTime() - startedAt) / 1000,
    ...(dryRun ? { plan } : {}),
  };
}

export type RunLog = Pick<AudienceRun, 'dryRun' | 'allowLarge' | 'isLive' | 'guard' | 'tally' | 'journal'>;

/**
 * Work on an audience that begins with what an interrupted run has left in doubt (B14) and ends, if all went well, with
 * nothing in doubt any more.
 */
export async function workOn<Result>(
  open: OpenAudience,
  log: RunLog,
  work: (run: AudienceRun) => Promise<Result>,
): Promise<Result> {
  await forgetMarksOfOldMapping(open);
  const earlier = await settleEarlierCreates(open);
  const result = await work({ ...open, ...log, interrupted: earlier.interrupted });
  await earlier.forget();
  return result;
}

/** Of a run without an id, as a dry run is, nothing is written down. */
function journalOf(runId: number | null): RunJournal {
  return {
    runNumber: () => Promise.resolve(runId),
    async append({ journal }, rows) {
      if (runId !== null) await journal.append(runId, rows);
    },
  };
}

function reasonOf(error: unknown): string | undefined {
  return error instanceof BridgeError ? error.message : undefined;
}

function isNothing({ totals: { created, updated, failed } }: RunTally): boolean {
  return created + updated + failed === 0;
}
