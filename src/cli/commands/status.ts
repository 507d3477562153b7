import Table from 'cli-table3';
import { Command } from 'commander';
import { memberStatuses } from '../../core/member-status.js';
import type { AccountStatus } from '../../sync/account-status.js';
import type { CliContext } from '../cli-context.js';
import { forEachAccount } from '../for-each-account.js';

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
      for (const status of found) context.io.stdout(`${statusText(status)}\n`);
    });
}

function statusText({ account, audiences, last_runs: runs, lock }: AccountStatus): string {
  const style = { head: [], border: [] };
  const members = new Table({
    head: ['audience', ...memberStatuses, 'linked', 'with errors', 'imported up to'],
    style,
  });
  for (const audience of audiences) {
    const counts = memberStatuses.map((status) => audience.members[status]);
    const mark = audience.import_mark ?? 'never';
    members.push([audience.name, ...counts, audience.linked, audience.with_errors, mark]);
  }
  const history = new Table({ head: ['run', 'audience', 'started', 'outcome', 'message'], style });
  for (const run of runs) {
    const outcome = run.outcome ?? (lock === null ? 'interrupted' : 'running or interrupted');
    history.push([run.command, run.audience ?? '–', run.started_at, outcome, run.message ?? '']);
  }
  const held = lock === null ? '' : `\nA run is under way: ${lock.holder}, lock until ${lock.expires_at}`;
  return `Account ${account}\n${members.toString()}\n${history.toString()}${held}`;
}
