import { beforeAll, describe, expect, it } from '@jest/globals';
import { anAccount } from '../config/an-account.js';
import { buildCli, runBuiltCli } from './children/built-cli.js';
import { aFolder } from './run-line.js';

beforeAll(buildCli, 300_000);

describe('The program as a process', () => {
  it.each([{ CI: 'true' }, { FORCE_COLOR: '1' }, {}])(
    'writes no colours where nobody looks, with %j',
    async (env) => {
      const cwd = aFolder({ 'config/account.yaml': anAccount });

      const failed = await runBuiltCli(['members', 'fetch'], { cwd, env });
      const status = await runBuiltCli(['status'], {
        cwd,
        env: { ...env, ODOO_PASSWORD: 'admin', MAILCHIMP_API_KEY: 'key-us1' },
      });

      expect([failed.code, status.code]).toEqual([2, 0]);
      for (const text of [failed.stderr, status.stdout]) expect(text).not.toContain('\u001B');
    },
  );

  it('B1: takes its secrets from .env of the folder it runs in, and keeps its data there', async () => {
    const cwd = aFolder({
      'config/account.yaml': anAccount,
      '.env': 'ODOO_PASSWORD=admin\nMAILCHIMP_API_KEY=key-us1\n',
    });

    const { code, stdout, stderr } = await runBuiltCli(['status', '--json'], { cwd });

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ account: 'acme', last_runs: [], lock: null });
  });

  it('does not mind a reader that leaves early', async () => {
    const cwd = aFolder({ 'config/account.yaml': anAccount });

    const { code, stderr } = await runBuiltCli(['contacts', 'export', '--help'], {
      cwd,
      watch: (_, { stdout }) => stdout?.destroy(),
    });

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
