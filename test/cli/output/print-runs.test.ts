import { describe, expect, it } from '@jest/globals';
import type { Failure, PlannedChange, RunSummary } from '../../../src/sync/run/run-summary.js';
import { buildRun } from '../build-run.js';
import { fakeBridges } from '../fake-bridge.js';
import { runLine, type LineOptions } from '../run-line.js';

const printed = async (runs: Partial<RunSummary>[], options: LineOptions = {}): Promise<string> => {
  const bridges = fakeBridges(() => ({ fetchMembers: () => Promise.resolve(runs.map(buildRun)) }));
  return (await runLine('members fetch', { bridges, ...options, io: { isTerminal: true, ...options.io } }))
    .stdout;
};
const failure: Failure = {
  model: 'mailing.contact',
  id: 12,
  email: 'ana@shop.pt',
  name: 'Ana',
  code: 'mailchimp.looks_fake',
  description: 'ana@shop.pt looks fake or invalid, please enter a real email address.',
};
const change: PlannedChange = {
  side: 'odoo',
  action: 'opt_out',
  email: 'ana@shop.pt',
  changes: { opt_out: { from: false, to: true }, name: { from: null, to: 'Ana' } },
};

describe('What a run prints', () => {
  it('a table that fits on 80 columns', async () => {
    const totals = { created: 200_000, updated: 200_000, unchanged: 200_000, skipped: 200_000, failed: 0 };

    const text = await printed([{ totals, seconds: 1234.5 }]);

    expect(text).toContain('│ a36b032126 │  200000 │');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('one row an audience, with the account when there are several', async () => {
    const text = await printed([{ account: 'acme' }, { account: 'other' }]);

    expect(text).toMatch(/│ account │ audience {3}│/u);
    expect(text).toMatch(/│ other {3}│ a36b032126 │/u);
    expect(text).toContain('Calls made: 4 to MailChimp, 12 to Odoo.');
  });

  it('B40: under cron a line with its time instead', async () => {
    const totals = { created: 1200, updated: 0, unchanged: 3, skipped: 0, failed: 1 };

    const text = await printed([{ totals }, {}], { io: { isTerminal: false } });

    const [first, second] = text.split('\n');
    expect(first).toMatch(
      /^\d{4}-\d\d-\d\dT\S+Z acme a36b032126 members fetch: 1,200 created, 3 unchanged, 1 failed in 0\.4 s, 2 calls to MailChimp, 6 to Odoo$/u,
    );
    expect(second).toMatch(/members fetch: nothing to do in 0\.4 s/u);
  });

  it('why records were skipped', async () => {
    expect(await printed([{ skipped: { opted_out: 12, archived: 1 } }])).toContain(
      'a36b032126: 12 skipped, opted out in Odoo\na36b032126: 1 skipped, archived in MailChimp\n',
    );
  });

  it('B22: each failure in MailChimp’s own words', async () => {
    expect(await printed([{ failures: [failure] }])).toContain(
      'failed a36b032126 mailing.contact 12 ana@shop.pt: ana@shop.pt looks fake or invalid, please enter a real email address.\n',
    );
  });

  it('B15: what a person should know and is no failure', async () => {
    const description = 'mailing contact 3 is used; 4, 5 have the same address';
    const warning = { code: 'duplicate_contacts', email: 'ana@shop.pt', description } as const;

    expect(await printed([{ warnings: [warning] }])).toContain(`note ana@shop.pt: ${description}\n`);
  });

  it('a failure without an id leaves no gap', async () => {
    expect(await printed([{ failures: [{ ...failure, id: null }] }])).toContain(
      'failed a36b032126 mailing.contact ana@shop.pt: ',
    );
  });

  it('the first twenty failures, and how to see the others', async () => {
    const text = await printed([{ failures: Array.from({ length: 25 }, () => failure) }]);

    expect(text.match(/^failed /gmu)).toHaveLength(20);
    expect(text).toContain('… and 5 more; --json lists them all\n');
  });

  it('B29: the plan of a dry run, who, what, from and to', async () => {
    expect(await printed([{ dry_run: true, plan: [change] }])).toContain(
      'odoo opt out ana@shop.pt  opt_out: false → true, name: – → Ana\nNothing was changed: this was a dry run.\n',
    );
  });

  it('B29: a plan with nothing in it says so', async () => {
    expect(await printed([{ dry_run: true, plan: [] }])).toContain('Nothing would be changed.\n');
  });

  it('colours for someone who looks, and none in a file', async () => {
    const red = '\u001B[31mfailed';

    expect(await printed([{ failures: [failure] }])).not.toContain(red);
    expect(await printed([{ failures: [failure] }], { io: { hasColours: true } })).toContain(red);
  });
});
