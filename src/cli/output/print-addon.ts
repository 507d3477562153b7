import type { AddonReport } from '../../app/manage-addon.js';
import type { CliContext } from '../cli-context.js';
import { coloursFor, type Colours } from './colours.js';
import { textTable } from './text-table.js';
import { printJson } from './print-json.js';
import { allVisible } from '../../support/control-characters.js';

/** What `addon …` has done or would do. */
export function printAddon({ io, globals }: CliContext, reports: readonly AddonReport[]): void {
  if (globals().json === true) {
    printJson(io, reports.length === 1 ? reports[0] : { runs: reports });
    return;
  }
  for (const report of allVisible(reports)) io.stdout(`${addonText(report, coloursFor(io))}\n`);
}

function addonText(report: AddonReport, { bold }: Colours): string {
  const { account, state, seconds } = report;
  const isPlan = report.dry_run || report.command === 'addon status';
  const lines = [`Account ${account}: ${bold(state)}, ${summary(report, isPlan)} (${seconds.toFixed(1)} s)`];
  if (isPlan && report.changes.length > 0) lines.push(changeTable(report));
  return lines.join('\n');
}

function summary({ totals }: AddonReport, isPlan: boolean): string {
  const parts = Object.entries(totals)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${isPlan ? 'to be ' : ''}${what}`);
  return parts.length === 0 ? 'nothing to do' : parts.join(', ');
}

function changeTable({ changes }: AddonReport): string {
  const rows = changes.map(({ action, kind, name, fields }) => [action, kind, name, fields.join(', ')]);
  return textTable({ head: ['', 'kind', 'name', 'fields'], rows });
}
