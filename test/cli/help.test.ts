import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { runLine } from './run-line.js';

const groups = ['', 'audiences', 'members', 'contacts', 'addon'];
const commands = [
  ...['init', 'doctor', 'status', 'audiences list', 'audiences fetch', 'members fetch'],
  ...['contacts export', 'contacts update', 'contacts show', 'sandbox', 'demo'],
  ...['addon install', 'addon upgrade', 'addon status', 'addon uninstall'],
];

describe('B40: help', () => {
  it.each([...groups, ...commands])(
    '“%s --help” and “-h” show usage, what every command takes and an example',
    async (name) => {
      const long = await runLine(`${name} --help`);
      const short = await runLine(`${name} -h`);

      expect(long).toMatchObject({ code: 0, stderr: '', stdout: short.stdout });
      expect(long.stdout).toContain(`Usage: odoo-mailchimp ${name}`.trimEnd());
      expect(long.stdout).toMatch(/^ +--json .*$/mu);
      expect(long.stdout).toMatch(/\nExample:\n {2}\$ odoo-mailchimp /u);
    },
  );

  it.each([...groups, ...commands])('the example of “%s” is one the program understands', async (name) => {
    const { stdout } = await runLine(`${name} --help`);
    const example = /\$ odoo-mailchimp (.+)\n/u.exec(stdout)?.[1] ?? '';

    const { code, stderr } = await runLine(`${example} --help`);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.each(['contacts export', 'contacts update', 'audiences fetch', 'members fetch'])(
    'B29: “%s” can be tried with --dry-run',
    async (name) => {
      expect((await runLine(`${name} --help`)).stdout).toContain('--dry-run');
    },
  );

  it('no line of help is wider than 80 columns', async () => {
    for (const name of [...groups, ...commands]) {
      const { stdout } = await runLine(`${name} --help`);
      const wide = stdout.split('\n').filter((line) => line.length > 80 && !line.startsWith('  $'));
      expect(wide).toEqual([]);
    }
  });

  it.each(groups)('“%s” without a command shows its help on stderr and leaves with 2', async (name) => {
    const { code, stdout, stderr } = await runLine(name);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe((await runLine(`${name} --help`)).stdout);
  });

  it.each(['--version', '-V'])('%s prints the version of package.json', async (option) => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

    expect(await runLine(option)).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});
