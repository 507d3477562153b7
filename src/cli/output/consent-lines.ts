import type { ConsentEvent } from '../../sync/consent-report.js';
import { textTable } from './text-table.js';

/** The history of one person's consent as a table (B56). */
export function consentLines(history: readonly ConsentEvent[]): string[] {
  return [textTable({ head, rows: history.map(row) })];
}

const head = ['when (UTC)', 'audience', 'side', 'from', 'to', 'by', 'evidence'];

function row({
  at,
  seen_at: seenAt,
  audience_name: audience,
  side,
  what,
  from,
  to,
  ...change
}: ConsentEvent) {
  const subject = what === 'status' ? side : `${side}, ${what}`;
  return [inSeconds(at ?? seenAt), audience, subject, from ?? '–', to, byInWords(change), evidence(change)];
}

const inSeconds = (iso: string): string => iso.slice(0, 19).replace('T', ' ');

const actors: Readonly<Record<ConsentEvent['by'], string>> = {
  link: 'the person, by a link in a mail',
  form: 'the person, by a form',
  mailchimp_admin: 'an administrator of MailChimp',
  api: 'a program, by MailChimp’s API',
  mailchimp_admin_or_api: 'an administrator or a program of MailChimp',
  odoo_user: 'Odoo user',
  bounce: 'a bounce',
  complaint: 'a complaint',
  bridge: 'the bridge',
  unknown: 'not known',
};

function byInWords({ by, actor, run }: Pick<ConsentEvent, 'by' | 'actor' | 'run'>): string {
  const who = actor === null ? actors[by] : `${actors[by]} ${actor}`;
  return run === null ? who : `${who}, run ${run}`;
}

function evidence({
  ip,
  campaign,
  reason,
  source,
}: Pick<ConsentEvent, 'ip' | 'campaign' | 'reason' | 'source'>): string {
  const facts = { ip, campaign, reason, source };
  return Object.entries(facts)
    .flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]))
    .join('; ');
}
