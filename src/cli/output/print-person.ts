import { typeOf } from '../../objects/registry.js';
import type { PersonReport } from '../../sync/person-report.js';
import type { CliContext } from '../cli-context.js';
import { coloursFor, type Colours } from './colours.js';
import { consentLines } from './consent-lines.js';
import { factLines, type Fact } from './fact-lines.js';
import { printJson } from './print-json.js';
import { allVisible } from '../../support/control-characters.js';

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
      ...factLines(audienceFacts(audience)),
    ]),
    ...(report.history.length === 0 ? [] : [bold('History of consent'), ...consentLines(report.history)]),
  ];
}

function audienceFacts(audience: PersonReport['audiences'][number]): Fact[] {
  const { member, subscription, forgotten_at: forgottenAt, last_error: error } = audience;
  return [
    ['MailChimp', member === null ? 'no member' : `${member.status}, changed ${member.last_changed}`],
    ['Odoo', subscription === null ? notOnList(audience) : inWords(subscription)],
    ...(forgottenAt === null ? [] : [['forgotten', `at ${forgottenAt}, and not brought back`] as const]),
    ['last import', audience.pulled_at ?? '–'],
    ['last export', audience.pushed_at ?? '–'],
    ...(error === null ? [] : [['last error', `${error.at}: ${error.message}`] as const]),
    ...audience.refused.map(({ model, id, message, at, retry_at: retryAt }): Fact => [
      'refused',
      `${model} ${id} at ${at}: ${message} (${retryAt === null ? 'not again before it changes' : `again from ${retryAt}`})`,
    ]),
    ...audience.next.map((step): Fact => ['next', step]),
  ];
}

function notOnList({ taken_out: isTakenOut }: PersonReport['audiences'][number]): string {
  return isTakenOut ? 'taken off the mailing list, and not put back' : 'not on the mailing list';
}

function inWords({
  opt_out: optOut,
  opt_out_date: date,
}: {
  opt_out: boolean;
  opt_out_date: string | null;
}): string {
  return optOut ? `opted out${date === null ? '' : ` on ${date} UTC`}` : 'opted in';
}
