import pc from 'picocolors';
import type { PersonReport } from '../../sync/person-report.js';
import type { CliContext } from '../cli-context.js';

/** Everything known of one person (B44). */
export function printPerson({ io, globals }: CliContext, reports: readonly PersonReport[]): void {
  if (globals().json === true) {
    io.stdout(`${JSON.stringify(reports.length === 1 ? reports[0] : { accounts: reports })}\n`);
    return;
  }
  for (const report of reports) io.stdout(`${personLines(report).join('\n')}\n`);
}

function personLines(report: PersonReport): string[] {
  const contacts = report.contacts.map(
    ({ id, name, tags }) => `  contact ${id} ${name ?? '–'} ${tags.join(', ')}`,
  );
  const customers = report.customers.map(({ id, name }) => `  customer ${id} ${name ?? '–'}`);
  return [
    `${pc.bold(report.email)}${report.blacklisted ? pc.red(' on the blacklist') : ''}`,
    ...(contacts.length + customers.length === 0 ? ['  not in Odoo'] : [...contacts, ...customers]),
    ...report.audiences.flatMap(audienceLines),
  ];
}

function audienceLines(audience: PersonReport['audiences'][number]): string[] {
  const { member, subscription } = audience;
  const inOdoo = subscription === null ? 'not on the mailing list' : inWords(subscription);
  const error = audience.last_error;
  return [
    `${audience.name} (${audience.id})`,
    `  MailChimp: ${member === null ? 'no member' : `${member.status}, changed ${member.last_changed}`}`,
    `  Odoo: ${inOdoo}`,
    `  last import ${audience.pulled_at ?? '–'}, last export ${audience.pushed_at ?? '–'}`,
    ...(error === null ? [] : [`  last error ${error.at}: ${error.message}`]),
    ...audience.next.map((step) => `  next ${step}`),
  ];
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
