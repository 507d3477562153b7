import { once } from 'node:events';
import { Command } from 'commander';
import type { Daemon } from '../../app/daemon/open-daemon.js';
import type { AccountConfig } from '../../config/account-config.js';
import type { CliContext } from '../cli-context.js';
import { exitCodes } from '../exit-code.js';
import { selectAccounts } from '../for-each-account.js';
import { factLines } from '../output/fact-lines.js';
import { parsePort } from '../parse-port.js';
import { parseWhole } from '../parse-whole.js';
import { printJson } from '../output/print-json.js';

interface ServeOptions {
  host: string;
  port: number;
  drain: number;
}

export function serveCommand(context: CliContext): Command {
  return new Command('serve')
    .description('stay and work: webhooks at once, changes in Odoo within seconds, and the schedule')
    .option('--port <number>', 'port to listen on, 0 for any free one', parsePort, 8080)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--drain <seconds>', 'how long work under way may take to end when it is stopped', parseWhole, 20)
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp serve --port 8080')
    .action(async (options: ServeOptions) => {
      const { io, deps } = context;
      const accounts = selectAccounts(context);
      // Loaded by those who want it: every run of cron would pay for it.
      const { openDaemon } = await import('../../app/daemon/open-daemon.js');
      const daemon = await openDaemon({
        ...{ accounts, host: options.host, port: options.port, clock: deps.clock },
        drainMs: options.drain * 1000,
        writeLog: (line) => io.stderr(line),
      });
      tell(context, daemon, accounts);
      if (!io.signal.aborted) await once(io.signal, 'abort');
      if (!(await daemon.stop())) context.exitWith(exitCodes.someFailed);
    });
}

function tell({ io, globals }: CliContext, { url }: Daemon, accounts: readonly AccountConfig[]): void {
  const served = accounts.map(({ account, webhooks, schedule }) => ({
    account,
    webhooks: webhooks?.public_url ?? null,
    schedule: schedule?.cron ?? null,
  }));
  if (globals().json === true) {
    printJson(io, { url, accounts: served });
    return;
  }
  const lines = served.map(({ account, webhooks, schedule }) => {
    const parts = [
      webhooks === null ? 'no webhooks' : `webhooks at ${webhooks}`,
      schedule === null ? 'no schedule' : `sync at ${schedule}`,
    ];
    return [account, parts.join(', ')] as const;
  });
  io.stdout(`Listening at ${url}; the operation log goes to stderr, Ctrl-C ends it.\n`);
  io.stdout(`${factLines(lines).join('\n')}\n`);
}
