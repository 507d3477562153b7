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

interface FetchOptions extends WritingOptions {
  audience?: string[];
  full?: boolean;
}

export function membersCommand(context: CliContext): Command {
  const members = new Command('members')
    .description('members of the audiences')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp members fetch --dry-run');
  const fetch = members
    .command('fetch')
    .description('bring what changed in MailChimp to Odoo')
    .option('--audience <id...>', 'only these audiences')
    .option('--full', 'read everything, not only what changed since the last run');
  addWritingOptions(fetch)
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp members fetch --audience a36b032126 --dry-run')
    .action(async (options: FetchOptions) => {
      checkPlanOption(context, options);
      const request = { audiences: options.audience ?? [], full: options.full === true };
      const found = await forEachAccount(context, (bridge) =>
        bridge.fetchMembers({ ...request, ...runOptions(options) }),
      );
      const runs = found.flat();
      printRuns(context, runs);
      savePlan(context, options, { request: { ...request, command: 'members fetch' }, runs });
    });
  return members;
}
