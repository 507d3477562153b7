import type { PersonReport } from './person-report.js';

type Fact = readonly [name: string, value: string];

/** How a person stands with one audience, a fact a line (B44). */
export function audienceInWords(audience: PersonReport['audiences'][number]): Fact[] {
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
