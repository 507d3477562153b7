import Table from 'cli-table3';
import { Command } from 'commander';
import type { AudienceOverview } from '../../sync/audience-overview.js';
import type { CliContext } from '../cli-context.js';
import { forEachAccount } from '../for-each-account.js';

export function audiencesCommand(context: CliContext): Command {
  const audiences = new Command('audiences').description('audiences of the MailChimp account');
  audiences
    .command('list')
    .description('show all audiences, with their ids')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp audiences list')
    .action(async () => {
      const found = await forEachAccount(context, (bridge) => bridge.listAudiences());
      print(context, found.flat());
    });
  audiences
    .command('fetch')
    .description('bring the configured audiences to Odoo: find or make their mailing lists')
    .option('--dry-run', 'show what would be done and touch nothing')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp audiences fetch')
    .action(async (options: { dryRun?: boolean }) => {
      const dryRun = options.dryRun === true;
      print(context, (await forEachAccount(context, (bridge) => bridge.fetchAudiences({ dryRun }))).flat());
      if (context.globals().json !== true)
        context.io.stdout('Next: odoo-mailchimp members fetch --dry-run\n');
    });
  return audiences;
}

function print({ io, globals }: CliContext, audiences: readonly AudienceOverview[]): void {
  if (globals().json === true) {
    io.stdout(`${JSON.stringify({ audiences })}\n`);
    return;
  }
  const table = new Table({
    head: [
      'id',
      'audience',
      'mailing list',
      'subscribed',
      'unsubscribed',
      'cleaned',
      'merge fields',
      'configured',
    ],
    style: { head: [], border: [] },
  });
  for (const audience of audiences) {
    const { id, name, mailing_list: list, members, merge_fields: fields, configured } = audience;
    const mailingList = list.id === null ? `${list.name} (not made yet)` : `${list.name} (${list.id})`;
    const tags = fields.map(({ tag, required }) => `${tag}${required ? '*' : ''}`).join(' ');
    const counts = [members.subscribed, members.unsubscribed, members.cleaned];
    table.push([id, name, configured ? mailingList : '–', ...counts, tags, configured ? 'yes' : 'no']);
  }
  io.stdout(`${table.toString()}\n`);
}
