import { describe, expect, it } from '@jest/globals';
import type { AccountStatus } from '../../../src/sync/account-status.js';
import { emptyInbox, fakeBridges } from '../fake-bridge.js';
import { runLine } from '../run-line.js';

const members = { subscribed: 175, unsubscribed: 6, cleaned: 0, pending: 0, transactional: 0, archived: 4 };
const audience = {
  id: 'a36b032126',
  name: 'Newsletter',
  members,
  linked: 185,
  with_errors: 0,
  import_mark: null,
};
const started = { command: 'members fetch', audience: 'a36b032126', started_at: '2026-01-31T12:00:00.123Z' };
const run = { ...started, finished_at: null, outcome: null, message: null };

const printed = async (change: Partial<AccountStatus>): Promise<string> => {
  const status = {
    account: 'acme',
    audiences: [audience],
    last_runs: [],
    lock: null,
    inbox: emptyInbox,
    ...change,
  };
  const bridges = fakeBridges(() => ({ status: () => Promise.resolve(status) }));
  return (await runLine('status', { bridges })).stdout;
};

describe('status', () => {
  it('before the first run', async () => {
    expect(await printed({})).toBe(
      [
        'Account acme',
        'Newsletter (a36b032126)',
        '  members known       175 subscribed, 6 unsubscribed, 4 archived',
        '  linked to contacts  185',
        '  with errors         0',
        '  imported up to      never imported: odoo-mailchimp members fetch',
        'No run yet.',
        '',
      ].join('\n'),
    );
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

  it('B31: events that wait, since when, and those that wait for a person', async () => {
    const inbox = { waiting: 2, quarantined: 1, oldest_waiting: '2026-01-31T12:00:00.000Z' };

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
