import { typeOf } from '../../objects/registry.js';
import { audienceInWords } from '../../sync/person-in-words.js';
import type { PersonReport } from '../../sync/person-report.js';
import type { CliContext } from '../cli-context.js';
import { coloursFor, type Colours } from './colours.js';
import { factLines, type Fact } from './fact-lines.js';
import { printJson } from './print-json.js';
import { allVisible } from '../../support/control-characters.js';
import { consentEventInWords } from '../../sync/consent-event-in-words.js';
import type { ConsentEvent } from '../../sync/consent-report.js';
import { textTable } from './text-table.js';

/** Everything known of one person (B44). */
export function printPerson({ io, globals }: CliContext, reports: readonly PersonReport[]): void {
  if (globals().json === true) {
    printJson(io, reports.length === 1 ? reports[0] : { accounts: reports });
    return;
  }
  for (const report of allVisible(reports)) io.stdout(`${personLines(report, coloursFor(io)).join('\n')}\n`);
}

function personLines(report: PersonReport, { bold, red }: Colours): string[] {
  const records: Fact[] = [
    ...report.contacts.map(({ id, name, tags }): Fact => [
      `contact ${id}`,
      [name ?? '–', ...tags].join(', '),
    ]),
    ...report.customers.map(({ id, name }): Fact => [`customer ${id}`, name ?? '–']),
    ...report.sources.map(({ model, id, name }): Fact => [`${typeOf(model).words.one} ${id}`, name ?? '–']),
  ];
  return [
    `${bold(report.email)}${report.blacklisted ? red(' on the blacklist') : ''}`,
    ...(records.length === 0 ? ['  not in Odoo'] : factLines(records)),
    ...report.audiences.flatMap((audience) => [
      `${bold(audience.name)} (${audience.id})`,
      ...factLines(audienceInWords(audience)),
    ]),
    ...(report.history.length === 0 ? [] : [bold('History of consent'), ...consentLines(report.history)]),
  ];
}

/** The history of one person's consent as a table (B56). */
function consentLines(history: readonly ConsentEvent[]): string[] {
  return [textTable({ head, rows: history.map(row) })];
}

const head = ['when (UTC)', 'audience', 'side', 'from', 'to', 'by', 'evidence'];

function row(event: ConsentEvent): string[] {
  const { when, subject, from, to, by, evidence } = consentEventInWords(event);
  return [when, event.audience_name, subject, from, to, by, evidence];
}
