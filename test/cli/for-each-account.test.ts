import { describe, expect, it } from '@jest/globals';
import { anAccount } from '../config/an-account.js';
import { runLine } from './run-line.js';

const other = anAccount.replace('account: acme', 'account: other');
const two = { 'config/acme.yaml': anAccount, 'config/other.yaml': other };

describe('B1: which accounts a command works on', () => {
  it('config/account.yaml by default', async () => {
    const files = { ...two, 'config/account.yaml': anAccount.replace('acme', 'main') };

    const { bridges } = await runLine('status', { files });

    expect(bridges.opened.map(({ config }) => config.account)).toEqual(['main']);
  });

  it('all of the folder when there is none of that name', async () => {
    const { bridges } = await runLine('status', { files: two });

    expect(bridges.opened.map(({ config }) => config.account)).toEqual(['acme', 'other']);
  });

  it('the one of --account', async () => {
    const { bridges } = await runLine('status --account other', { files: two });

    expect(bridges.opened.map(({ config }) => config.account)).toEqual(['other']);
  });

  it.each(['--config config/other.yaml status', 'status --config config/other.yaml'])(
    'the file of --config: %s',
    async (line) => {
      const { bridges } = await runLine(line, { files: two });

      expect(bridges.opened.map(({ config }) => config.account)).toEqual(['other']);
    },
  );

  it('none, and says what to do, when there is no file', async () => {
    const { code, stderr } = await runLine('status', { files: {} });

    expect(code).toBe(2);
    expect(stderr).toBe(
      'Error: There is no configuration at config/account.yaml\n' +
        '→ Run odoo-mailchimp init, or copy config/account.example.yaml to config/account.yaml and edit it.\n',
    );
  });

  it('every bridge is closed before the next is opened', async () => {
    const { bridges } = await runLine('status --offline', { files: two });

    expect(bridges.calls).toEqual([
      ['acme', 'status'],
      ['acme', 'close'],
      ['other', 'status'],
      ['other', 'close'],
    ]);
  });

  it('B63: warns once at the start of plain http to another machine', async () => {
    const plain = anAccount.replace('https://odoo', 'http://odoo');

    const { stderr } = await runLine('members fetch --json', { files: { 'config/account.yaml': plain } });

    expect(stderr).toBe(
      'Warning: odoo.url is plain http:// to odoo.example.org: the login and everybody’s data can be read on the way.\n',
    );
  });

  it('B42: waits for another run only with --wait', async () => {
    const waits = await Promise.all(['members fetch', 'members fetch --wait'].map((line) => runLine(line)));

    expect(waits.map(({ bridges }) => bridges.opened[0]?.deps.wait)).toEqual([false, true]);
  });
});
