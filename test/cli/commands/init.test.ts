import { describe, expect, it } from '@jest/globals';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAccount } from '../../../src/config/parse-account.js';
import { aFolder, runLine } from '../run-line.js';

const read = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8');
const secrets = { ODOO_PASSWORD: 'odoo-s3cret', MAILCHIMP_API_KEY: 's3cret-key-us6' };

describe('init', () => {
  it('writes an account file that is right as soon as the secrets are there', async () => {
    const line =
      '--odoo-url https://odoo.shop.pt --database shop --username bridge --name shop --audience 1e5 b36b032126';

    const { code, folder } = await runLine(`init ${line}`, { files: {} });

    expect(code).toBe(0);
    const { account, problems } = parseAccount('account.yaml', read(folder, 'config/account.yaml'), secrets);
    expect(problems).toEqual([]);
    expect(account).toMatchObject({
      account: 'shop',
      odoo: { url: 'https://odoo.shop.pt', database: 'shop', username: 'bridge' },
      audiences: [{ id: '1e5' }, { id: 'b36b032126' }],
    });
  });

  it('without ids it puts one in as an example, and says where the right ones are', async () => {
    const { folder, stdout } = await runLine('init', { files: {} });

    const text = read(folder, 'config/account.yaml');
    expect(parseAccount('account.yaml', text, secrets).problems).toEqual([]);
    expect(text).toContain('odoo-mailchimp audiences list');
    expect(stdout).toContain('odoo-mailchimp audiences list');
  });

  it('B1: writes no secret, only where they go, and lets nobody else read that file', async () => {
    const { folder } = await runLine('init', { files: {} });

    expect(read(folder, '.env')).toBe('ODOO_PASSWORD=\nMAILCHIMP_API_KEY=\n');
    expect(read(folder, 'config/account.yaml')).toContain('password: ${ODOO_PASSWORD}');
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
  });

  it('says what comes next', async () => {
    const { folder, stdout } = await runLine('init --audience a36b032126', { files: {} });

    expect(stdout).toBe(
      [
        `Wrote ${join(folder, 'config/account.yaml')}`,
        `Wrote ${join(folder, '.env')}`,
        'Next:',
        `  1. put ODOO_PASSWORD and MAILCHIMP_API_KEY into ${join(folder, '.env')}`,
        '  2. odoo-mailchimp doctor',
        '',
      ].join('\n'),
    );
  });

  it('never overwrites an account file', async () => {
    const folder = aFolder({ 'config/account.yaml': 'mine' });

    const { code, stderr } = await runLine('init', { io: { cwd: folder } });

    expect(code).toBe(2);
    expect(stderr).toBe(
      'Error: config/account.yaml is there already\n→ Edit it, or name another file with --config.\n',
    );
    expect(read(folder, 'config/account.yaml')).toBe('mine');
  });

  it('never overwrites a .env, and says that it was kept', async () => {
    const folder = aFolder({ '.env': 'OTHER=1\n' });

    const { code, stdout } = await runLine('init', { io: { cwd: folder } });

    expect(code).toBe(0);
    expect(stdout).toContain(`Kept ${join(folder, '.env')}`);
    expect(read(folder, '.env')).toBe('OTHER=1\n');
  });

  it('writes where --config says', async () => {
    const { code, folder } = await runLine('init --config accounts/shop.yaml', { files: {} });

    expect(code).toBe(0);
    expect(read(folder, 'accounts/shop.yaml')).toContain('account: main');
  });

  it('says when it can’t write there', async () => {
    const folder = aFolder();
    writeFileSync(join(folder, 'config'), 'a file, where a folder should be');

    const { code, stderr } = await runLine('init', { io: { cwd: folder } });

    expect(code).toBe(2);
    expect(stderr).toMatch(/^Error: config\/account\.yaml can’t be written \(E[A-Z]+\)\n→ .+\n$/u);
  });

  it('a folder of that name is not taken for a file', async () => {
    const folder = aFolder();
    mkdirSync(join(folder, 'config/account.yaml'), { recursive: true });

    expect((await runLine('init', { io: { cwd: folder } })).code).toBe(2);
  });
});
