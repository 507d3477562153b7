import type { PlannedChange, RunSummary } from '../../sync/run/run-summary.js';
import { skipReasonInWords } from '../../sync/skip-reason.js';
import type { CliContext } from '../cli-context.js';
import { exitCodes } from '../exit-code.js';
import { coloursFor } from './colours.js';
import { countsInWords } from './counts-in-words.js';
import { textTable } from './text-table.js';
import { printJson } from './print-json.js';
import { allVisible } from '../../support/control-characters.js';

const shownFailures = 20;
const shownChanges = 50;

/** A finished command: its JSON (docs/commands.md), or a summary, the failures with MailChimp's words, and the plan. */
export function printRuns(
  context: CliContext,
  runs: readonly RunSummary[],
  stopped: readonly object[] = [],
): void {
  if (runs.some(({ totals }) => totals.failed > 0)) context.exitWith(exitCodes.someFailed);
  const { io } = context;
  if (context.globals().json === true) {
    printJson(io, asJson(runs, stopped));
    return;
  }
  if (io.isTerminal) io.stdout(`${summaryTable(context, runs)}\n${callsLine(runs)}\n`);
  else for (const run of runs) io.stdout(`${quietLine(run, context.deps.clock.now())}\n`);
  for (const run of allVisible(runs)) {
    for (const [reason, records] of Object.entries(run.skipped))
      io.stdout(`${run.audience ?? ''}: ${records} skipped, ${skipReasonInWords(reason)}\n`);
    if (run.plan !== undefined) printPlan(context, run.plan);
    printNotes(context, run);
    printFailures(context, run);
  }
}

function asJson(runs: readonly RunSummary[], stopped: readonly object[]): object | undefined {
  if (stopped.length > 0) return { runs, stopped };
  return runs.length === 1 ? runs[0] : { runs };
}

function summaryTable({ io }: CliContext, runs: readonly RunSummary[]): string {
  const { red } = coloursFor(io);
  const severalAccounts = new Set(runs.map(({ account }) => account)).size > 1;
  return textTable({
    head: [
      ...(severalAccounts ? ['account'] : []),
      ...['audience', 'created', 'updated', 'unchanged', 'skipped', 'failed', 'seconds'],
    ],
    rows: runs.map(({ account, audience, totals, seconds }) => [
      ...(severalAccounts ? [account] : []),
      audience ?? '–',
      ...[totals.created, totals.updated, totals.unchanged, totals.skipped],
      totals.failed > 0 ? red(String(totals.failed)) : 0,
      seconds.toFixed(1),
    ]),
  });
}

/** For a log, where a table would be noise: when, what, and what came of it (B40). */
function quietLine(run: RunSummary, now: Date): string {
  const { account, audience, command, totals, api_calls: calls, seconds } = run;
  const what = [account, audience, command].filter((part) => part !== null).join(' ');
  const came = `${countsInWords({ ...totals }, 'nothing to do')} in ${seconds.toFixed(1)} s`;
  return `${now.toISOString()} ${what}: ${came}, ${calls.mailchimp} calls to MailChimp, ${calls.odoo} to Odoo`;
}

function callsLine(runs: readonly RunSummary[]): string {
  const sum = (side: 'mailchimp' | 'odoo'): number =>
    runs.reduce((calls, run) => calls + run.api_calls[side], 0);
  return `Calls made: ${sum('mailchimp')} to MailChimp, ${sum('odoo')} to Odoo.`;
}

function printNotes({ io }: CliContext, { warnings, audience }: RunSummary): void {
  for (const { email, description } of warnings)
    io.stdout(`note ${email ?? audience ?? ''}: ${description}\n`);
}

function printFailures({ io }: CliContext, { audience, failures }: RunSummary): void {
  const { red } = coloursFor(io);
  for (const { model, id, email, description } of failures.slice(0, shownFailures)) {
    const record = [audience, model, id, email].filter((part) => part !== null).join(' ');
    io.stdout(`${red('failed')} ${record}: ${description}\n`);
  }
  const more = failures.length - shownFailures;
  if (more > 0) io.stdout(`… and ${more} more; --json lists them all\n`);
}

function printPlan({ io }: CliContext, plan: readonly PlannedChange[]): void {
  const { dim } = coloursFor(io);
  for (const { side, action, email, changes } of plan.slice(0, shownChanges)) {
    const details = Object.entries(changes).map(
      ([what, { from, to }]) => `${what}: ${shown(from)} → ${shown(to)}`,
    );
    io.stdout(`${side} ${action.replace('_', ' ')} ${email}  ${dim(details.join(', '))}\n`);
  }
  const more = plan.length - shownChanges;
  if (more > 0) io.stdout(`… and ${more} more; --json lists them all\n`);
  io.stdout(plan.length === 0 ? 'Nothing would be changed.\n' : 'Nothing was changed: this was a dry run.\n');
}

function shown(value: unknown): string {
  if (value === null || value === '') return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
