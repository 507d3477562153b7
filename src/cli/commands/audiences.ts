import { Command } from 'commander';
import type { AudienceOverview } from '../../sync/audience-overview.js';
import type { CliContext } from '../cli-context.js';
import { forEachAccount } from '../for-each-account.js';
import { printAudiences } from '../output/print-audiences.js';
import { acceptDatabase, runOptions, type WritingOptions } from '../writing-options.js';

export function audiencesCommand(context: CliContext): Command {
  const audiences = new Command('audiences')
    .description('audiences of the MailChimp account')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp audiences list');
  audiences
    .command('list')
    .description('show all audiences, with their ids')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp audiences list')
    .action(async () => {
      const found = await forEachAccount(context, (bridge) => named(bridge.account, bridge.listAudiences()));
      printAudiences(context, found.flat());
    });
  audiences
    .command('fetch')
    .description('bring the configured audiences to Odoo: find or make their mailing lists')
    .option('--dry-run', 'show what would be done and touch nothing')
    .option(...acceptDatabase)
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp audiences fetch --dry-run')
    .action(async (options: Pick<WritingOptions, 'dryRun' | 'acceptDatabase'>) => {
      const { dryRun, acceptDatabase: accept } = runOptions(options);
      const found = await forEachAccount(context, (bridge) =>
        named(bridge.account, bridge.fetchAudiences({ dryRun, acceptDatabase: accept })),
      );
      printAudiences(context, found.flat());
      if (context.globals().json !== true) context.io.stdout(`${afterwards(dryRun)}\n`);
    });
  return audiences;
}

/** With the account they belong to: there may be several. */
async function named(account: string, audiences: Promise<AudienceOverview[]>) {
  return (await audiences).map((audience) => ({ account, ...audience }));
}

function afterwards(dryRun: boolean): string {
  return dryRun ? 'Nothing was changed: this was a dry run.' : 'Next: odoo-mailchimp members fetch --dry-run';
}
