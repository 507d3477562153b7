import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { ConfigurationError } from '../../support/errors.js';
import { parsePlan } from '../../sync/plan/plan-file.js';
import type { CliContext } from '../cli-context.js';
import { forEachAccount } from '../for-each-account.js';
import { printRuns } from '../output/print-runs.js';
import { acceptDatabase, runOptions, type WritingOptions } from '../writing-options.js';

export function applyCommand(context: CliContext): Command {
  return new Command('apply')
    .argument('<plan>', 'a file that --plan has written')
    .description('do exactly what a plan says, or stop when things have moved since')
    .option('--allow-large', 'go beyond limits: of the account file')
    .option(...acceptDatabase)
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp apply plan.json')
    .action(async (file: string, options: Pick<WritingOptions, 'allowLarge' | 'acceptDatabase'>) => {
      const plan = parsePlan(readPlan(resolve(context.io.cwd, file)));
      const { allowLarge, acceptDatabase: accept } = runOptions(options);
      const account = context.globals().account ?? plan.account;
      const runs = await forEachAccount(
        context,
        (bridge) => bridge.applyPlan(plan, { allowLarge, acceptDatabase: accept }),
        account,
      );
      printRuns(context, runs.flat());
    });
}

function readPlan(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(`${file} can't be read`, {
      code: 'plan.missing',
      hint: 'Make a plan with --plan FILE.',
      cause,
    });
  }
}
