import { BridgeError } from '../support/errors.js';
import { openBoundRun, type RunOptions } from './audiences/audience-run.js';
import { carryOptOuts } from './audiences/carry-opt-outs.js';
import { tellRestore } from './audiences/notice-restore.js';
import type { RunSummary } from './run-summary.js';
import { countConsented, openTally, type RunTally } from './run-tally.js';
import type { AudienceConfig, AudienceRun, SyncContext } from './sync-context.js';

export interface CommandRun extends RunOptions {
  command: string;
  audience: AudienceConfig;
  /** Nobody asked for the run: one that comes to nothing is not written down. */
  quiet?: boolean;
}

/** Runs a command on one audience and writes the run down, whatever its end. A dry run leaves no trace. */
export async function runCommand(
  context: SyncContext,
  { command, audience, quiet = false, ...options }: CommandRun,
  work: (run: AudienceRun, runId: number | null, tally: RunTally) => Promise<void>,
): Promise<RunSummary> {
  const { dryRun } = options;
  const { runs } = context.store;
  const startedAt = context.clock.now().getTime();
  const calls = { mailchimp: context.mailchimp.calls, odoo: context.odoo.transport.calls };
  const tally = openTally();
  const apiCalls = () => ({
    mailchimp: context.mailchimp.calls - calls.mailchimp,
    odoo: context.odoo.transport.calls - calls.odoo,
  });
  const runId = dryRun ? null : await runs.start({ command, audienceId: audience.id, dryRun });
  const finish = async (outcome: 'done' | 'failed' | 'stopped', message?: string): Promise<void> => {
    countConsented(tally);
    if (runId === null) return;
    if (quiet && outcome === 'done' && isNothing(tally)) return runs.discard(runId);
    const end = { outcome, totals: { ...tally.totals }, apiCalls: apiCalls() };
    await runs.finish(runId, message === undefined ? end : { ...end, message });
  };
  try {
    const { run, trouble, hasList } = await openBoundRun(context, audience, options);
    if (!dryRun) tally.warnings.push(...(await tellRestore(context, audience.id)));
    if (trouble !== null && hasList) await carryOptOuts(run, runId, tally);
    if (trouble !== null) throw trouble;
    await work(run, runId, tally);
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

function reasonOf(error: unknown): string | undefined {
  return error instanceof BridgeError ? error.message : undefined;
}

function isNothing({ totals: { created, updated, failed } }: RunTally): boolean {
  return created + updated + failed === 0;
}
