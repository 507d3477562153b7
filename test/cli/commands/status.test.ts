import { describe, expect, it } from '@jest/globals';
import type { Bridge } from '../../../src/app/bridge.js';
import { UnreachableError } from '../../../src/support/errors.js';
import type { AccountStatus } from '../../../src/sync/account-status.js';
import { emptyInbox, fakeBridges } from '../fake-bridge.js';
import { runLine } from '../run-line.js';

const members = { subscribed: 175, unsubscribed: 6, cleaned: 0, pending: 0, transactional: 0, archived: 4 };
const noMembers = { subscribed: 0, unsubscribed: 0, cleaned: 0, pending: 0, transactional: 0, archived: 0 };
const audience = {
  id: 'a36b032126',
  name: 'Newsletter',
  members,
  linked: 185,
  with_errors: 0,
  import_mark: null,
  last_run: null,
  backlog: { to_odoo: 0, to_mailchimp: 0 },
  refused: { waiting: 0, quarantined: 0 },
};
const started = { command: 'members fetch', audience: 'a36b032126', started_at: '2026-01-31T12:00:00.123Z' };
const run = { ...started, finished_at: null, outcome: null, message: null };

const printed = async (
  change: Partial<AccountStatus>,
  { countAudiences = () => Promise.resolve([]), line = 'status' }: Partial<Bridge> & { line?: string } = {},
): Promise<string> => {
  const status = {
    account: 'acme',
    audiences: [audience],
    last_runs: [],
    lock: null,
    inbox: emptyInbox,
    ...change,
  };
  const bridges = fakeBridges(() => ({ status: () => Promise.resolve(status), countAudiences }));
  return (await runLine(line, { bridges })).stdout;
};

describe('status', () => {
  it('before the first run', async () => {
    expect(await printed({})).toBe(
      [
        'Account acme',
        'Newsletter (a36b032126)',
        '  members known         175 subscribed, 6 unsubscribed, 4 archived',
        '  linked to contacts    185',
        '  left to carry         none',
        '  refused by Odoo       none',
        '  refused by MailChimp  none',
        '  imported up to        never imported: odoo-mailchimp members fetch',
        'No run yet.',
        '',
      ].join('\n'),
    );
  });

  it('both sides, and what is left to do', async () => {
    const counts = {
      id: audience.id,
      mailchimp: { ...members, subscribed: 177, archived: 3 },
      odoo: { subscribed: 179, opted_out: 6, blacklisted: 1 },
      drift: {
        unseen: { ...noMembers, subscribed: 2, archived: -1 },
        odoo_beyond_mailchimp: 1,
      },
    };
    const last_run = { ...run, outcome: 'done' };
    const left = { backlog: { to_odoo: 2, to_mailchimp: 1 }, refused: { waiting: 3, quarantined: 4 } };

    const text = await printed(
      { audiences: [{ ...audience, ...left, last_run }] },
      { countAudiences: () => Promise.resolve([counts]) },
    );

    expect(text).toContain(
      [
        '  in MailChimp          177 subscribed, 6 unsubscribed, 3 archived',
        '  in Odoo               179 subscribed, 6 opted out, 1 of the subscribed on the blacklist',
        '  drift                 +2 subscribed in MailChimp since the last look, −1 archived in MailChimp since the last look, +1 in Odoo who may be mailed than subscribed in MailChimp',
      ].join('\n'),
    );
    expect(text).toContain('  left to carry         2 to Odoo, 1 to MailChimp\n');
    expect(text).toContain('  refused by MailChimp  3 tried again later, 4 not before they change\n');
    expect(text).toContain('  last run              2026-01-31 12:00:00 members fetch: done\n');
  });

  it('a server that is down keeps back nothing the bridge knows by itself', async () => {
    const countAudiences = () =>
      Promise.reject(new UnreachableError('Odoo can’t be reached', { code: 'odoo.unreachable' }));

    const text = await printed({}, { countAudiences });

    expect(text).toContain('Not counted on both sides: Odoo can’t be reached\n');
    expect(text).toContain('175 subscribed');
  });

  it('asks no server with --offline', async () => {
    const countAudiences = () => Promise.reject(new Error('was asked'));

    expect(await printed({}, { countAudiences, line: 'status --offline' })).toContain('175 subscribed');
  });

  it('the last runs, with why one failed', async () => {
    const failed = { ...run, outcome: 'failed', message: 'Odoo is down' };

    expect(await printed({ last_runs: [failed, { ...run, outcome: 'done' }] })).toContain(
      [
        'Last runs (UTC)',
        '  2026-01-31 12:00:00  members fetch a36b032126: failed, Odoo is down',
        '  2026-01-31 12:00:00  members fetch a36b032126: done',
        '',
      ].join('\n'),
    );
  });

  it('a run without an end was interrupted, unless one is under way', async () => {
    const lock = { holder: 'host:12', expires_at: '2026-01-31T12:01:00.000Z' };

    expect(await printed({ last_runs: [run] })).toContain('a36b032126: interrupted\n');
    const under = await printed({ last_runs: [run], lock });
    expect(under).toContain('a36b032126: under way\n');
    expect(under).toContain('A run is under way: host:12, lock until 2026-01-31T12:01:00.000Z\n');
  });

  it('B54: events that are held, and what lets them go', async () => {
    const inbox = { waiting: 0, quarantined: 0, held: 28, oldest_waiting: null };

    expect(await printed({ inbox })).toContain(
      '28, more than the cap allows in an hour: odoo-mailchimp events release',
    );
  });

  it('B31: events that wait, since when, and those that wait for a person', async () => {
    const inbox = { waiting: 2, quarantined: 1, held: 0, oldest_waiting: '2026-01-31T12:00:00.000Z' };

    expect(await printed({ inbox })).toContain(
      [
        'Events of webhooks',
        '  waiting     2, the oldest since 2026-01-31 12:00:00',
        '  quarantine  1: odoo-mailchimp events list --state quarantined',
        '',
      ].join('\n'),
    );
  });
});
