import { describe, expect, it } from '@jest/globals';
import { buildRun } from './build-run.js';
import { fakeBridges } from './fake-bridge.js';
import { anAccount } from '../config/an-account.js';
import { runLine } from './run-line.js';

/** As a program would: the whole of stdout, or it is an error. */
function parse(stdout: string): unknown {
  return JSON.parse(stdout);
}

const other = anAccount.replace('account: acme', 'account: other');
const two = { 'config/acme.yaml': anAccount, 'config/other.yaml': other };
const failures = [
  {
    model: 'mailing.contact',
    id: 12,
    email: 'ana@shop.pt',
    name: 'Ana',
    code: 'mailchimp.looks_fake',
    description: 'ana@shop.pt looks fake or invalid, please enter a real email address.',
  } as const,
];

describe('--json: one JSON object on stdout and nothing else', () => {
  it.each([
    ...['status', 'audiences list', 'audiences fetch', 'audiences fetch --dry-run', 'members fetch'],
    ...['members fetch --dry-run', 'contacts export', 'contacts update', 'contacts show ana@shop.pt'],
    'init --config config/new.yaml',
  ])('%s', async (command) => {
    const before = await runLine(`--json ${command}`);
    const after = await runLine(`${command} --json`);

    for (const { code, stdout, stderr } of [before, after]) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^\{.*\}\n$/u);
      expect(parse(stdout)).toBeInstanceOf(Object);
    }
  });

  it('a run has the shape of docs/commands.md', async () => {
    const run = buildRun({
      totals: { created: 1, updated: 2, unchanged: 3, skipped: 4, failed: 1 },
      failures: [...failures],
    });
    const bridges = fakeBridges(() => ({ fetchMembers: () => Promise.resolve([run]) }));

    const { code, stdout } = await runLine('members fetch --json', { bridges });

    expect(code).toBe(1);
    expect(parse(stdout)).toEqual({
      command: 'members fetch',
      account: 'acme',
      audience: 'a36b032126',
      dry_run: false,
      totals: { created: 1, updated: 2, unchanged: 3, skipped: 4, failed: 1 },
      failures,
      warnings: [],
      skipped: {},
      api_calls: { mailchimp: 2, odoo: 6 },
      seconds: 0.4,
    });
  });

  it('several audiences give runs', async () => {
    const runs = [buildRun(), buildRun({ audience: 'b36b032126' })];
    const bridges = fakeBridges(() => ({ fetchMembers: () => Promise.resolve(runs) }));

    const { stdout } = await runLine('members fetch --json', { bridges });

    expect(parse(stdout)).toEqual({ runs });
  });

  it('B1: several accounts give runs, too, in one object', async () => {
    const { stdout } = await runLine('members fetch --json', { files: two });

    expect(parse(stdout)).toMatchObject({ runs: [{ account: 'acme' }, { account: 'other' }] });
  });

  it('B1: audiences tell which account they are of', async () => {
    const { stdout } = await runLine('audiences list --json', { files: two });

    expect(parse(stdout)).toMatchObject({
      audiences: [
        { account: 'acme', id: 'a36b032126', mailing_list: { id: 7 } },
        { account: 'other', id: 'a36b032126' },
      ],
    });
  });

  it('a file that is wrong is one object with every problem', async () => {
    const files = {
      'config/account.yaml': anAccount.replace('database', 'databse').replace('username', 'usrname'),
    };

    const { code, stdout, stderr } = await runLine('members fetch --json', { files });

    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    const { error } = parse(stdout) as { error: { code: string; message: string } };
    expect(error.code).toBe('config.invalid');
    expect(error.message.split('\n')).toEqual([
      expect.stringMatching(/^config\/account\.yaml:4:3: unknown key databse .*did you mean database\?$/u),
      expect.stringMatching(/^config\/account\.yaml:5:3: unknown key usrname .*did you mean username\?$/u),
    ]);
  });
});
