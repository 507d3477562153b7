import Table from 'cli-table3';
import pc from 'picocolors';
import type { Failure, PlannedChange, RunSummary } from '../../sync/run-summary.js';
import type { CliContext } from '../cli-context.js';
import { exitCodes } from '../exit-code.js';

const shownFailures = 20;
const shownChanges = 50;

/** A finished command: the JSON of interface.md, or a table, the failures with MailChimp's words, and what to do next. */
export function printRuns(context: CliContext, runs: readonly RunSummary[]): void {
  if (runs.some(({ totals }) => totals.failed > 0)) context.exitWith(exitCodes.someFailed);
  const { io } = context;
  if (context.globals().json === true) {
    io.stdout(`${JSON.stringify(runs.length === 1 ? runs[0] : { runs })}\n`);
    return;
  }
  io.stdout(`${summaryTable(runs)}\n`);
  for (const run of runs) {
    for (const [reason, records] of Object.entries(run.skipped))
      io.stdout(`${run.audience ?? ''}: ${records} skipped, ${reasons[reason] ?? reason}\n`);
    if (run.plan !== undefined) printPlan(context, run.plan);
    printFailures(context, run.failures);
  }
}

const reasons: Readonly<Record<string, string>> = {
  no_contact: 'no mailing contact has the address (auto_create_member is off)',
  no_address: 'no e-mail address',
  opted_out: 'opted out in Odoo',
  archived: 'archived in MailChimp',
  not_a_member: 'not a member of the audience; contacts export adds them',
};

function summaryTable(runs: readonly RunSummary[]): string {
  const table = new Table({
    head: [
      'audience',
      'created',
      'updated',
      'unchanged',
      'skipped',
      'failed',
      'calls MailChimp',
      'calls Odoo',
      'seconds',
    ],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'right', 'right'],
  });
  for (const { audience, dry_run: dryRun, totals, api_calls: calls, seconds } of runs) {
    const failed = totals.failed > 0 ? pc.red(String(totals.failed)) : '0';
    const name = `${audience ?? '–'}${dryRun ? ' (dry run)' : ''}`;
    const counts = [totals.created, totals.updated, totals.unchanged, totals.skipped];
    table.push([name, ...counts, failed, calls.mailchimp, calls.odoo, seconds.toFixed(1)]);
  }
  return table.toString();
}

function printFailures({ io }: CliContext, failures: readonly Failure[]): void {
  for (const { model, id, email, description } of failures.slice(0, shownFailures)) {
    io.stdout(`${pc.red('failed')} ${model} ${id ?? ''} ${email ?? ''}: ${description}\n`);
  }
  const more = failures.length - shownFailures;
  if (more > 0) io.stdout(`… and ${more} more; --json lists them all\n`);
}

function printPlan({ io }: CliContext, plan: readonly PlannedChange[]): void {
  for (const { side, action, email, changes } of plan.slice(0, shownChanges)) {
    const details = Object.entries(changes).map(
      ([what, { from, to }]) => `${what}: ${shown(from)} → ${shown(to)}`,
    );
    io.stdout(`${side} ${action.replace('_', ' ')} ${email}  ${pc.dim(details.join(', '))}\n`);
  }
  const more = plan.length - shownChanges;
  if (more > 0) io.stdout(`… and ${more} more; --json lists them all\n`);
  io.stdout(plan.length === 0 ? 'Nothing would be changed.\n' : 'Nothing was changed: this was a dry run.\n');
}

function shown(value: unknown): string {
  if (value === null || value === '') return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
