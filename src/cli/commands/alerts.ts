import { Command } from 'commander';
import type { BridgeError } from '../../support/errors.js';
import type { CliContext } from '../cli-context.js';
import { worstExitCode } from '../exit-code.js';
import { forEachAccount } from '../for-each-account.js';
import { coloursFor } from '../output/colours.js';
import { printJson } from '../output/print-json.js';

interface Tested {
  account: string;
  channel: string;
  error: BridgeError | null;
}

export function alertsCommand(context: CliContext): Command {
  const example = '\nExample:\n  $ odoo-mailchimp alerts test';
  const alerts = new Command('alerts')
    .description('who is told when something is not kept in step any more')
    .addHelpText('after', example);
  alerts
    .command('test')
    .description('send one to every channel of alerts: in the account file')
    .addHelpText('after', example)
    .action(async () => {
      const tested = await forEachAccount(context, async (bridge) =>
        (await bridge.testAlerts()).map((one): Tested => ({ account: bridge.account, ...one })),
      );
      tell(context, tested.flat());
    });
  return alerts;
}

function tell({ io, globals, exitWith }: CliContext, tested: readonly Tested[]): void {
  const errors = tested.flatMap(({ error }) => error ?? []);
  if (globals().json === true) {
    const alerts = tested.map(({ account, channel, error }) => {
      const told =
        error === null ? null : { code: error.code, message: error.message, hint: error.hint ?? null };
      return { account, channel, ok: error === null, error: told };
    });
    printJson(io, { alerts });
  } else if (tested.length === 0) {
    io.stdout('No account file has alerts:, so that nobody is told. See docs/configuration.md.\n');
  } else {
    const { green, red } = coloursFor(io);
    for (const { account, channel, error } of tested) {
      const next = error?.hint === undefined ? '' : `\n  ${error.hint}`;
      const outcome = error === null ? green('sent') : red(`${error.message}${next}`);
      io.stdout(`${account}: ${channel}: ${outcome}\n`);
    }
  }
  if (errors.length > 0) exitWith(worstExitCode(errors, io.signal));
}
