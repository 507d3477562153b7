import { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { forEachAccount } from '../for-each-account.js';
import { printRuns } from '../output/print-runs.js';
import {
  addWritingOptions,
  checkPlanOption,
  runOptions,
  savePlan,
  type WritingOptions,
} from '../writing-options.js';

interface AutoExportOptions extends WritingOptions {
  audience?: string[];
}

export function autoExportCommand(context: CliContext): Command {
  const command = new Command('auto-export').description(
    'make members of the records that match auto_export: of the account file',
  );
  return addWritingOptions(command.option('--audience <id...>', 'only these audiences'))
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp auto-export --dry-run')
    .action(async (options: AutoExportOptions) => {
      checkPlanOption(context, options);
      const audiences = options.audience ?? [];
      const runs = await forEachAccount(context, (bridge) =>
        bridge.autoExport({ audiences, ...runOptions(options) }),
      );
      printRuns(context, runs.flat());
      savePlan(context, options, { request: { command: 'auto-export', audiences }, runs: runs.flat() });
    });
}
