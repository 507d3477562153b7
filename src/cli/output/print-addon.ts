import Table from 'cli-table3';
import pc from 'picocolors';
import type { AddonReport } from '../../app/manage-addon.js';
import type { CliContext } from '../cli-context.js';

/** What `addon …` has done or would do. */
export function printAddon({ io, globals }: CliContext, reports: readonly AddonReport[]): void {
  if (globals().json === true) {
    io.stdout(`${JSON.stringify(reports.length === 1 ? reports[0] : { runs: reports })}\n`);
    return;
  }
  for (const report of reports) io.stdout(`${addonText(report)}\n`);
}

function addonText(report: AddonReport): string {
  const { account, state, seconds } = report;
  const isPlan = report.dry_run || report.command === 'addon status';
  const lines = [
    `Account ${account}: ${pc.bold(state)}, ${summary(report, isPlan)} (${seconds.toFixed(1)} s)`,
  ];
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
  const table = new Table({ head: ['', 'kind', 'name', 'fields'], style: { head: [], border: [] } });
  for (const { action, kind, name, fields } of changes) table.push([action, kind, name, fields.join(', ')]);
  return table.toString();
}
