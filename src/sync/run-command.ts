import { BridgeError } from '../support/errors.js';
import { openAudienceRun, type RunOptions } from './audiences/audience-run.js';
import type { RunSummary } from './run-summary.js';
import { openTally, type RunTally } from './run-tally.js';
import type { AudienceConfig, AudienceRun, SyncContext } from './sync-context.js';

export interface CommandRun extends RunOptions {
  command: string;
  audience: AudienceConfig;
}

/** Runs a command on one audience and writes the run down, whatever its end. A dry run leaves no trace. */
export async function runCommand(
  context: SyncContext,
  { command, audience, ...options }: CommandRun,
  work: (run: AudienceRun, runId: number | null, tally: RunTally) => Promise<void>,
): Promise<RunSummary> {
  const { dryRun } = options;
  const startedAt = context.clock.now().getTime();
  const calls = { mailchimp: context.mailchimp.calls, odoo: context.odoo.transport.calls };
  const tally = openTally();
  const apiCalls = () => ({
    mailchimp: context.mailchimp.calls - calls.mailchimp,
    odoo: context.odoo.transport.calls - calls.odoo,
  });
  const { runs } = context.store;
  const runId = dryRun ? null : await runs.start({ command, audienceId: audience.id, dryRun });
  const finish = async (outcome: 'done' | 'failed' | 'stopped', message?: string): Promise<void> => {
    if (runId === null) return;
    const end = { outcome, totals: { ...tally.totals }, apiCalls: apiCalls() };
    await runs.finish(runId, message === undefined ? end : { ...end, message });
  };
  try {
    await work(await openAudienceRun(context, audience, options), runId, tally);
  } catch (error) {
    const stopped = context.signal.aborted;
    await finish(stopped ? 'stopped' : 'failed', error instanceof BridgeError ? error.message : undefined);
    throw error;
  }
  await finish('done');
  const { plan, ...outcome } = tally;
  return {
    command,
    account: context.config.account,
    audience: audience.id,
    dry_run: dryRun,
    ...outcome,
    api_calls: apiCalls(),
    seconds: (context.clock.now().getTime() - startedAt) / 1000,
    ...(dryRun ? { plan } : {}),
  };
}
