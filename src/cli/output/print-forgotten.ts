import type { ForgetReport } from '../../sync/forget/forget-report.js';
import type { CliContext } from '../cli-context.js';
import { coloursFor } from './colours.js';
import { textTable } from './text-table.js';
import { printJson } from './print-json.js';
import { allVisible } from '../../support/control-characters.js';

/** The receipt of a forgotten person, or what would be removed (B57). */
export function printForgotten(context: CliContext, reports: readonly ForgetReport[]): void {
  const { io } = context;
  if (context.globals().json === true) {
    printJson(io, reports.length === 1 ? reports[0] : { accounts: reports });
    return;
  }
  for (const report of allVisible(reports)) io.stdout(`${lines(context, report).join('\n')}\n`);
}

const reasons: Readonly<Record<ForgetReport['kept'][number]['reason'], string>> = {
  source: 'kept: it stands for more than the address',
  unreadable: 'not looked at: the user of the bridge may not read it',
  shared: 'kept: its e-mail field holds more than the address; correct it in Odoo',
  blacklist: 'kept: nobody may mail the address',
  other_address: 'kept: it has another address; if that is theirs too, forget it as well',
  other_audience: 'kept: the account file has no such audience; delete the member in MailChimp',
};

function lines({ io }: CliContext, report: ForgetReport): string[] {
  const { red, bold } = coloursFor(io);
  const word = report.dry_run ? 'would be removed' : 'removed';
  const rows = [
    ...report.removed.map((item) => [...placeOf(item), item.count === 1 ? word : `${word}: ${item.count}`]),
    ...report.kept.map((item) => [...placeOf(item), reasons[item.reason]]),
    ...report.left.map((item) => [...placeOf(item), red(`left: ${item.description}`)]),
  ];
  return [
    bold(report.dry_run ? 'Nothing was removed: this was a dry run.' : `Receipt of ${report.account}`),
    ...(rows.length === 0 ? ['Nothing is known of this address.'] : [textTable({ head, rows })]),
    ...receiptLines(report),
  ];
}

const head = ['side', 'audience', 'what', 'id', ''];

function placeOf({
  side,
  audience,
  model,
  id,
}: Pick<ForgetReport['left'][number], 'side' | 'audience' | 'model' | 'id'>) {
  return [side, audience ?? '–', model, id ?? '–'];
}

function receiptLines({ dry_run: isDryRun, hash, run, at, left }: ForgetReport): string[] {
  if (isDryRun) return [];
  const next = left.length === 0 ? [] : ['Next: give the command again; it goes on with what is left.'];
  return [
    `Run ${run ?? '–'} at ${at}; the person is known as ${hash ?? '–'} and is not brought back.`,
    ...next,
  ];
}
