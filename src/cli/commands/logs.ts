import { Command } from 'commander';
import type { LogDetails, LogEntry } from '../../sync/logs.js';
import type { CliContext } from '../cli-context.js';
import { forEachAccount } from '../for-each-account.js';
import { textTable } from '../output/text-table.js';
import { parseId } from '../parse-id.js';
import { printJson } from '../output/print-json.js';
import { allVisible } from '../../support/control-characters.js';

const example = (command: string): string => `\nExample:\n  $ odoo-mailchimp logs ${command}`;

export function logsCommand(context: CliContext): Command {
  const logs = new Command('logs')
    .description('what scheduled runs were refused, with the servers’ own words')
    .addHelpText('after', example('list'));
  logs
    .command('list')
    .description('the runs in which something was refused')
    .addHelpText('after', example('list'))
    .action(async () => {
      const found = await forEachAccount(context, (bridge) => bridge.listLogs());
      printLogs(context, found.flat());
    });
  logs
    .command('show')
    .argument('<id>', 'of the log', parseId)
    .description('each refused record of a run, with a link to it')
    .addHelpText('after', example('show 12 --account acme'))
    .action(async (id: number) => {
      const found = await forEachAccount(context, (bridge) => bridge.showLog(id));
      printLog(context, found);
    });
  return logs;
}

function printLogs({ io, globals }: CliContext, logs: readonly LogEntry[]): void {
  if (globals().json === true) {
    printJson(io, { logs });
    return;
  }
  if (logs.length === 0) {
    io.stdout('No scheduled run was refused anything.\n');
    return;
  }
  const rows = allVisible(logs).map(({ id, date, audience, operation, lines }) => [
    id,
    date,
    audience ?? '–',
    operation,
    lines,
  ]);
  io.stdout(`${textTable({ head: ['log', 'date', 'audience', 'during', 'lines'], rows })}\n`);
  io.stdout('Next: odoo-mailchimp logs show ID\n');
}

function printLog({ io, globals }: CliContext, logs: readonly LogDetails[]): void {
  if (globals().json === true) {
    printJson(io, logs.length === 1 ? logs[0] : { logs });
    return;
  }
  for (const { id, type, operation, audience, date, lines } of allVisible(logs)) {
    io.stdout(`Log ${id}: ${type} during ${operation}, audience ${audience ?? '–'}, ${date}\n`);
    for (const { name, email, description, model, id: record, link } of lines) {
      const who = [name, email].filter((part) => part !== null).join(', ');
      io.stdout(`${model} ${record ?? '–'} ${who}\n  ${description}\n${link === null ? '' : `  ${link}\n`}`);
    }
  }
}
