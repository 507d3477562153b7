import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { z } from 'zod';
import { withAccountLock } from '../../src/app/account-lock.js';
import { openBridge } from '../../src/app/open-bridge.js';
import { runCli } from '../../src/cli/run-cli.js';
import type { Lease } from '../../src/store/leases.js';
import { openWriteGate } from '../../src/support/write-gate.js';
import { openStore } from '../../src/store/open-store.js';
import { systemClock } from '../../src/support/clock.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';

const report = z.object({
  command: z.string(),
  account: z.string(),
  dry_run: z.boolean(),
  state: z.string(),
  totals: z.object({ created: z.number(), updated: z.number(), deleted: z.number() }),
  changes: z.array(z.object({ action: z.string(), kind: z.string(), name: z.string() })),
});

/** The command line with an account file for the suite's Odoo. */
function commandLine(server: TestOdoo) {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'odoo-mailchimp-test-'));
    const account = `account: acme
odoo:
  url: ${server.url}
  database: ${server.database}
  username: ${server.username}
  password: \${ODOO_PASSWORD}
mailchimp:
  api_key: \${MAILCHIMP_API_KEY}
store: ${join(folder, 'acme.db')}
audiences:
  - id: a36b032126
    mailing_list: Newsletter
`;
    writeFileSync(join(folder, 'account.yaml'), account);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
    const [out, err]: [string[], string[]] = [[], []];
    const io = {
      stdout: (text: string) => void out.push(text),
      stderr: (text: string) => void err.push(text),
      ...{
        isTerminal: false,
        ask: null,
        hasColours: false,
        columns: 80,
        cwd: folder,
        signal: new AbortController().signal,
      },
      environment: () => ({ ODOO_PASSWORD: server.password, MAILCHIMP_API_KEY: 'test-us1' }),
    };
    const code = await runCli(['--config', 'account.yaml', ...argv], io, { clock: systemClock, openBridge });
    return { code, out: out.join(''), err: err.join('') };
  }
  const json = async (...argv: string[]) =>
    report.parse(JSON.parse((await run('--json', 'addon', ...argv)).out));
  /** While a run of the account is under way. */
  const beside = async <T>(work: () => Promise<T>): Promise<T> => {
    const store = await openStore(join(folder, 'acme.db'), { clock: systemClock });
    const { signal } = new AbortController();
    const options = { clock: systemClock, wait: false, signal, gate: openWriteGate<Lease>() };
    try {
      return await withAccountLock(store.leases, options, work);
    } finally {
      await store.close();
    }
  };
  return { run, json, beside };
}

const pokes = ['--poke-url', 'https://bridge.example.org/poke'];

describeOdoo(
  'odoo-mailchimp addon',
  (server) => {
    const { run, json, beside } = commandLine(server);

    it('B42: changes nothing while a run of the account is under way, which would stumble over it', async () => {
      const [install, uninstall, plan] = await beside(async () => [
        await run('addon', 'install'),
        await run('addon', 'uninstall'),
        await run('addon', 'install', '--dry-run'),
      ]);

      expect([install.code, uninstall.code, plan.code]).toEqual([5, 5, 0]);
      expect(install.err).toContain('Another run works on this account');
    });

    it('has nothing to upgrade at first, and says what to do', async () => {
      const { code, err } = await run('addon', 'upgrade');

      expect(code).toBe(2);
      expect(err).toContain('odoo-mailchimp addon install');
    });

    it('shows the plan as a table for people', async () => {
      const { code, out } = await run('addon', 'install', '--dry-run');

      expect(code).toBe(0);
      expect(out).toMatch(/create .* ir\.ui\.menu .* menu_root/u);
      expect(out).toContain('to be created');
    });

    it('refuses an address that is none', async () => {
      const { code, err } = await run('addon', 'install', '--poke-url', 'bridge');

      expect(code).toBe(2);
      expect(err).toContain('An address starts with https://');
    });

    it('plans, installs and reports', async () => {
      const plan = await json('install', '--dry-run');
      const before = await json('status');
      const installed = await json('install');
      const again = await json('install');
      const status = await json('status');

      expect(plan).toMatchObject({ command: 'addon install', account: 'acme', dry_run: true });
      expect(plan.changes).toEqual(installed.changes);
      expect([before.state, installed.state, status.state]).toEqual([
        'not installed',
        'installed',
        'installed',
      ]);
      expect(again.totals).toEqual({ created: 0, updated: 0, deleted: 0 });
    }, 300_000);

    it('refuses to have the bridge called by an Odoo that cannot', async () => {
      const { code, err } = await run('addon', 'install', ...pokes);

      expect(code).toBe(2);
      expect(err).toContain('came with 17.0');
    });

    it('uninstalls all it has installed', async () => {
      const removed = await json('uninstall');

      expect(removed.state).toBe('not installed');
      expect(removed.totals).toMatchObject({ created: 0, updated: 0 });
      expect(removed.totals.deleted).toBeGreaterThan(100);
      expect((await json('status')).state).toBe('not installed');
    }, 300_000);
  },
  { versions: [14], notOnSmall: 'it has no views and server actions for an addon to be made of' },
);

describeOdoo(
  'odoo-mailchimp addon, where Odoo can call the bridge and has the addon',
  (server) => {
    const { json } = commandLine(server);

    it('keeps the address Odoo calls until told otherwise', async () => {
      await json('install', ...pokes);
      const kept = await json('install');
      const dropped = await json('install', '--no-poke-url');

      expect(kept.changes).toEqual([]);
      expect(dropped.changes).toMatchObject([{ action: 'delete', name: 'action_poke' }]);
    }, 300_000);
  },
  { versions: [19], template: 'addon' },
);
