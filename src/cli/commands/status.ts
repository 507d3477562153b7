import { Command } from 'commander';
import type { AccountStatus } from '../../sync/account-status.js';
import type { CliContext } from '../cli-context.js';
import { forEachAccount } from '../for-each-account.js';
import { coloursFor, type Colours } from '../output/colours.js';
import { countsInWords } from '../output/counts-in-words.js';
import { factLines, type Fact } from '../output/fact-lines.js';

export function statusCommand(context: CliContext): Command {
  return new Command('status')
    .description('what the bridge knows of each audience, and its last runs; asks no server')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp status --json')
    .action(async () => {
      const found = await forEachAccount(context, (bridge) => bridge.status());
      if (context.globals().json === true) {
        context.io.stdout(`${JSON.stringify(found.length === 1 ? found[0] : { accounts: found })}\n`);
        return;
      }
      for (const status of found) context.io.stdout(`${statusText(status, coloursFor(context.io))}\n`);
    });
}

function statusText(
  { account, audiences, last_runs: runs, lock, inbox }: AccountStatus,
  colours: Colours,
): string {
  const held = lock === null ? [] : [`A run is under way: ${lock.holder}, lock until ${lock.expires_at}`];
  return [
    `Account ${colours.bold(account)}`,
    ...audiences.flatMap(({ id, name, members, linked, with_errors: errors, import_mark: mark }) => [
      `${colours.bold(name)} (${id})`,
      ...factLines([
        ['members known', countsInWords(members)],
        ['linked to contacts', String(linked)],
        ['with errors', errors > 0 ? colours.red(String(errors)) : '0'],
        ['imported up to', mark ?? 'never imported: odoo-mailchimp members fetch'],
      ]),
    ]),
    ...inboxLines(inbox, colours),
    runs.length === 0 ? 'No run yet.' : 'Last runs (UTC)',
    ...factLines(runs.map((run) => runFact(run, lock !== null))),
    ...held,
  ].join('\n');
}

function inboxLines(
  { waiting, quarantined, oldest_waiting: oldest }: AccountStatus['inbox'],
  { red }: Colours,
): string[] {
  if (waiting + quarantined === 0) return [];
  const since = oldest === null ? '' : `, the oldest since ${shortTime(oldest)}`;
  return [
    'Events of webhooks',
    ...factLines([
      ['waiting', `${waiting}${since}`],
      ...(quarantined === 0
        ? []
        : [['quarantine', red(`${quarantined}: odoo-mailchimp events list --state quarantined`)] as const]),
    ]),
  ];
}

function shortTime(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

function runFact(run: AccountStatus['last_runs'][number], locked: boolean): Fact {
  const { command, started_at: started, audience, message } = run;
  const outcome = run.outcome ?? (locked ? 'under way' : 'interrupted');
  const what = [command, audience].filter((part) => part !== null).join(' ');
  return [shortTime(started), `${what}: ${[outcome, message].filter((part) => part !== null).join(', ')}`];
}
