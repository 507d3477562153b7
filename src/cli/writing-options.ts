import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ConfigurationError } from '../support/errors.js';
import { planFile, type PlanRequest } from '../sync/plan/plan-file.js';
import type { RunSummary } from '../sync/run/run-summary.js';
import type { CliContext } from './cli-context.js';
import { selectAccounts } from './for-each-account.js';
import { escapeControls } from '../support/json-line.js';

/** What every command takes that may write (B28, B29). */
export interface WritingOptions {
  dryRun?: boolean;
  plan?: string;
  allowLarge?: boolean;
  acceptDatabase?: boolean;
}

export function addWritingOptions(command: Command): Command {
  return command
    .option('--dry-run', 'show what would be done and touch nothing')
    .option('--plan <file>', 'the same, saved for odoo-mailchimp apply')
    .option('--allow-large', 'go beyond limits: of the account file')
    .option(...acceptDatabase);
}

/** B52 */
export const acceptDatabase = [
  '--accept-database',
  'bind the store to another Odoo database than before; nothing known of the old one counts',
] as const;

/** A plan is a dry run that is kept. */
export function runOptions({ dryRun, plan, allowLarge, acceptDatabase: accept }: WritingOptions): {
  dryRun: boolean;
  allowLarge: boolean;
  acceptDatabase: boolean;
} {
  return {
    dryRun: dryRun === true || plan !== undefined,
    allowLarge: allowLarge === true,
    acceptDatabase: accept === true,
  };
}

/** @throws ConfigurationError `usage.plan` when the plan would be one of several accounts */
export function checkPlanOption(context: CliContext, { plan }: WritingOptions): void {
  if (plan === undefined || selectAccounts(context).length === 1) return;
  throw new ConfigurationError('A plan is made for one account, and there are several', {
    code: 'usage.plan',
    hint: 'Name one with --account NAME.',
  });
}

/** For its owner's eyes only: it names people. */
function keep(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600 });
  } catch (cause) {
    throw new ConfigurationError(`The plan can't be written to ${file}`, {
      code: 'plan.unwritable',
      hint: 'Name a file in a folder you may write to.',
      cause,
    });
  }
}

/** Saves what a dry run has found, when asked to. */
export function savePlan(
  context: CliContext,
  { plan }: WritingOptions,
  { request, runs }: { request: PlanRequest; runs: readonly RunSummary[] },
): void {
  const [account] = selectAccounts(context);
  if (plan === undefined || account === undefined) return;
  const file = resolve(context.io.cwd, plan);
  const content = planFile(request, { account: account.account, madeAt: context.deps.clock.now(), runs });
  keep(file, `${escapeControls(JSON.stringify(content, null, 2))}\n`);
  if (context.globals().json === true) return;
  context.io.stdout(`Wrote ${file}\nNext: look at it, then odoo-mailchimp apply ${plan}\n`);
}
