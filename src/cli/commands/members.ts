import { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { forEachAccount } from '../for-each-account.js';
import { printRuns } from '../output/print-runs.js';

interface FetchOptions {
  audience?: string[];
  full?: boolean;
  dryRun?: boolean;
}

export function membersCommand(context: CliContext): Command {
  const members = new Command('members')
    .description('members of the audiences')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp members fetch --dry-run');
  members
    .command('fetch')
    .description('bring what changed in MailChimp to Odoo')
    .option('--audience <id...>', 'only these audiences')
    .option('--full', 'read everything, not only what changed since the last run')
    .option('--dry-run', 'show what would be done and touch nothing')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp members fetch --audience a36b032126 --dry-run')
    .action(async (options: FetchOptions) => {
      const runs = await forEachAccount(context, (bridge) =>
        bridge.fetchMembers({
          audiences: options.audience ?? [],
          full: options.full === true,
          dryRun: options.dryRun === true,
        }),
      );
      printRuns(context, runs.flat());
    });
  return members;
}
