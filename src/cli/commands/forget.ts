import { Command } from 'commander';
import { ConfigurationError } from '../../support/errors.js';
import type { CliContext } from '../cli-context.js';
import { worstExitCode } from '../exit-code.js';
import { forEachAccount } from '../for-each-account.js';
import { printForgotten } from '../output/print-forgotten.js';
import { parseEmail } from '../parse-email.js';

interface ForgetOptions {
  yes?: boolean;
  dryRun?: boolean;
}

export function forgetCommand(context: CliContext): Command {
  return new Command('forget')
    .argument('<email>', 'address of the person', parseEmail)
    .description('remove a person on both sides for good, and never bring them back')
    .option('--yes', 'do it without asking')
    .option('--dry-run', 'show what would be removed and touch nothing')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp forget ana@shop.pt --dry-run')
    .action(async (email: string, { yes = false, dryRun = false }: ForgetOptions) => {
      if (!dryRun && !yes && !(await isConfirmed(context, email))) return;
      await run(context, email, dryRun);
    });
}

async function run(context: CliContext, email: string, dryRun: boolean): Promise<void> {
  const done = await forEachAccount(context, (bridge) => bridge.forget(email, { dryRun }));
  const failures = done.flatMap((one) => one.failures);
  context.exitWith(worstExitCode(failures, context.io.signal));
  printForgotten(
    context,
    done.map(({ report }) => report),
  );
}

/** Shows what would be removed, and asks. */
async function isConfirmed(context: CliContext, email: string): Promise<boolean> {
  const { ask } = context.io;
  if (ask === null || context.globals().json === true) throw unconfirmed();
  await run(context, email, true);
  const answer = await ask(`Remove all of this for good? It can't be undone. [y/N] `);
  const isYes = /^y(es)?$/iu.test(answer.trim());
  if (!isYes) context.io.stdout('Nothing was removed.\n');
  return isYes;
}

function unconfirmed(): ConfigurationError {
  return new ConfigurationError('Nobody is there to confirm that a person is to be removed for good', {
    code: 'usage.unconfirmed',
    hint: 'Look at what would be removed with --dry-run, then give --yes.',
  });
}
