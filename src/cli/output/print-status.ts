import type { AccountStatus, RunReport } from '../../sync/account-status.js';
import type { AudienceCounts } from '../../sync/audience-counts.js';
import type { Colours } from './colours.js';
import { countsInWords } from './counts-in-words.js';
import { factLines, type Fact } from './fact-lines.js';
import { toSecond } from '../../support/utc-text.js';

/** What both servers say, or why one of them doesn't. */
export interface Counted {
  counts: AudienceCounts[];
  problem: { code: string; message: string } | null;
}

/** @param counted null: no server was asked */
export function statusLines(status: AccountStatus, counted: Counted | null, colours: Colours): string[] {
  const { account, audiences, last_runs: runs, lock, inbox } = status;
  const held = lock === null ? [] : [`A run is under way: ${lock.holder}, lock until ${lock.expires_at}`];
  const problem = counted?.problem ?? null;
  return [
    `Account ${colours.bold(account)}`,
    ...(problem === null ? [] : [colours.red(`Not counted on both sides: ${problem.message}`)]),
    ...audiences.flatMap((audience) => {
      const counts = counted?.counts.find(({ id }) => id === audience.id);
      return audienceLines(audience, counts ?? null, { colours, locked: lock !== null });
    }),
    ...inboxLines(inbox, colours),
    runs.length === 0 ? 'No run yet.' : 'Last runs (UTC)',
    ...factLines(runs.map((run) => [toSecond(run.started_at), runInWords(run, lock !== null)])),
    ...held,
  ];
}

function audienceLines(
  audience: AccountStatus['audiences'][number],
  counts: AudienceCounts | null,
  { colours, locked }: { colours: Colours; locked: boolean },
): string[] {
  const { id, name, members, linked, with_errors: errors, import_mark: mark, last_run: run } = audience;
  const { backlog, refused } = audience;
  const left = countsInWords({ 'to Odoo': backlog.to_odoo, 'to MailChimp': backlog.to_mailchimp });
  const refusals = { 'tried again later': refused.waiting, 'not before they change': refused.quarantined };
  return [
    `${colours.bold(name)} (${id})`,
    ...factLines([
      ...(counts === null ? [] : countFacts(counts)),
      ['members known', countsInWords(members)],
      ['linked to contacts', String(linked)],
      ['left to carry', left],
      ['refused by Odoo', errors > 0 ? colours.red(String(errors)) : 'none'],
      ['refused by MailChimp', countsInWords(refusals)],
      ['imported up to', mark ?? 'never imported: odoo-mailchimp members fetch'],
      ...(run === null
        ? []
        : [
            [
              'last run',
              `${toSecond(run.started_at)} ${runInWords({ ...run, audience: null }, locked)}`,
            ] as const,
          ]),
    ]),
  ];
}

function countFacts({ mailchimp, odoo, drift }: AudienceCounts): Fact[] {
  return [
    ['in MailChimp', countsInWords(mailchimp)],
    ['in Odoo', odoo === null ? 'no mailing list yet' : countsInWords(inWords(odoo))],
    ['drift', driftInWords(drift)],
  ];
}

function inWords({ subscribed, opted_out: optedOut, blacklisted }: NonNullable<AudienceCounts['odoo']>) {
  return { subscribed, 'opted out': optedOut, 'of the subscribed on the blacklist': blacklisted };
}

/** `none`, or what a `sync` has still to bring together. */
function driftInWords({ unseen, odoo_beyond_mailchimp: beyond }: AudienceCounts['drift']): string {
  const words = Object.entries(unseen)
    .filter(([, count]) => count !== 0)
    .map(([status, count]) => `${signed(count)} ${status} in MailChimp since the last look`);
  if (beyond !== null && beyond !== 0)
    words.push(`${signed(beyond)} in Odoo who may be mailed than subscribed in MailChimp`);
  return words.length === 0 ? 'none' : words.join(', ');
}

const signed = (count: number): string => (count > 0 ? `+${count}` : `−${-count}`);

function inboxLines(
  { waiting, quarantined, held, oldest_waiting: oldest }: AccountStatus['inbox'],
  { red }: Colours,
): string[] {
  if (waiting + quarantined + held === 0) return [];
  const since = oldest === null ? '' : `, the oldest since ${toSecond(oldest)}`;
  return [
    'Events of webhooks',
    ...factLines([
      ['waiting', `${waiting}${since}`],
      ...(quarantined === 0
        ? []
        : [['quarantine', red(`${quarantined}: odoo-mailchimp events list --state quarantined`)] as const]),
      ...(held === 0
        ? []
        : [
            [
              'held',
              red(`${held}, more than the cap allows in an hour: odoo-mailchimp events release`),
            ] as const,
          ]),
    ]),
  ];
}

function runInWords({ command, audience, outcome, message }: RunReport, locked: boolean): string {
  const end = outcome ?? (locked ? 'under way' : 'interrupted');
  const what = [command, audience].filter((part) => part !== null).join(' ');
  return `${what}: ${[end, message].filter((part) => part !== null).join(', ')}`;
}
