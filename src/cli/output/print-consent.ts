import { stringify } from 'csv-stringify/sync';
import { escapeControls } from '../../support/json-line.js';
import type { ConsentEvent, ConsentReport } from '../../sync/consent-report.js';
import type { CliContext } from '../cli-context.js';
import { printJson } from './print-json.js';

export const consentFormats = ['json', 'csv'] as const;
export type ConsentFormat = (typeof consentFormats)[number];

/** The history of consent for whoever has to be shown it (B56). */
export function printConsent(
  { io, globals }: CliContext,
  reports: readonly ConsentReport[],
  format: ConsentFormat,
): void {
  const shown = reports.length === 1 ? reports[0] : { accounts: reports };
  if (format === 'csv') io.stdout(asCsv(reports));
  else if (globals().json === true) printJson(io, shown);
  else io.stdout(`${escapeControls(JSON.stringify(shown, null, 2))}\n`);
}

const columns = [
  'account',
  'at',
  'seen_at',
  'audience',
  'audience_name',
  'email',
  'side',
  'what',
  'from',
  'to',
  'by',
  'actor',
  'run',
  'ip',
  'campaign',
  'reason',
  'source',
] as const satisfies readonly ('account' | keyof ConsentEvent)[];

/** Other people's words are in it, and it is opened in a spreadsheet: none of them may be a formula there. */
function asCsv(reports: readonly ConsentReport[]): string {
  const rows = reports.flatMap(({ account, history }) => history.map((event) => ({ account, ...event })));
  return stringify(rows, { header: true, columns: [...columns], escape_formulas: true });
}
