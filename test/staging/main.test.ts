import { beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { buildCli } from '../cli/children/built-cli.js';
import { temporaryFolder } from './temporary-folder.js';

const pathOf = temporaryFolder();

/** As `npm run staging -- …`, on a machine that has no staging server yet. */
function staging(...args: string[]) {
  const env = { PATH: process.env.PATH, HOME: pathOf('home') };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/staging/main.js', ...args], {
    env,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

beforeAll(buildCli, 300_000);

describe('npm run staging', () => {
  it.each(['--help', '-h'])('%s shows what there is', (option) => {
    const { code, stdout, stderr } = staging(option);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/up .*\n.*down .*\n.*status /u);
  });

  it.each([
    [[], 'A command is missing: up, down or status'],
    [['stop'], 'There is no command stop: only up, down and status'],
    [['status', 'now'], 'There is no command status now: only up, down and status'],
    [['status', '--odoo', '15'], 'There is no Odoo 15 here: only 14, 19 and all'],
    [['status', '--all'], "Unknown option '--all'"],
  ])('%j is told in a line, with what to do', (args, said) => {
    expect(staging(...args)).toEqual({
      code: 2,
      stdout: '',
      stderr: `Error: ${said}\n→ npm run staging -- --help shows what there is.\n`,
    });
  });

  it('status says how to make what is missing', () => {
    expect(staging('status', '--odoo', '14')).toEqual({
      code: 0,
      stdout: 'Odoo 14  missing  npm run staging -- up --odoo 14 makes it\n',
      stderr: '',
    });
  });

  it('status for programs', () => {
    const { stdout } = staging('status', '--json');

    expect(JSON.parse(stdout)).toMatchObject([
      { version: 14, state: 'missing' },
      { version: 19, state: 'missing' },
    ]);
  });
});
