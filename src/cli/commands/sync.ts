import { Command } from 'commander';
import type { SyncResult } from '../../sync/sync-account.js';
import type { CliContext } from '../cli-context.js';
import { worstExitCode } from '../exit-code.js';
import { forEachAccount } from '../for-each-account.js';
import { printError } from '../output/print-error.js';
import { printRuns } from '../output/print-runs.js';
import {
  addWritingOptions,
  checkPlanOption,
  runOptions,
  savePlan,
  type WritingOptions,
} from '../writing-options.js';

interface SyncOptions extends WritingOptions {
  audience?: string[];
}

export function syncCommand(context: CliContext): Command {
  const command = new Command('sync').description('everything, in both directions: the one command for cron');
  return addWritingOptions(command.option('--audience <id...>', 'only these audiences'))
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp sync --dry-run')
    .action(async (options: SyncOptions) => {
      checkPlanOption(context, options);
      const audiences = options.audience ?? [];
      const results = await forEachAccount(context, (bridge) =>
        bridge.sync({ audiences, ...runOptions(options) }),
      );
      const runs = results.flatMap((result) => result.runs);
      printRuns(context, runs, results.flatMap(stoppedOf));
      savePlan(context, options, { request: { command: 'sync', audiences }, runs });
      tellStopped(context, results);
    });
}

function stoppedOf({ stopped }: SyncResult) {
  return stopped.map(({ code, message, hint }) => ({ code, message, hint: hint ?? null }));
}

/** An audience that was stopped is told after the others, and decides the exit code (B41). */
function tellStopped({ io, globals, exitWith }: CliContext, results: readonly SyncResult[]): void {
  const errors = results.flatMap(({ stopped }) => stopped);
  if (errors.length === 0) return;
  if (globals().json !== true) for (const error of errors) printError(io, error, false);
  exitWith(worstExitCode(errors, io.signal));
}
