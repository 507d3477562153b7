import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildCli } from '../../../test/cli/children/built-cli.js';

const folder = 'packages/mailchimp-sandbox';

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${folder}/dist/main.js`, ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

describe('The program mailchimp-sandbox', () => {
  const taken = createServer();

  beforeAll(buildCli, 300_000);
  beforeAll(async () => {
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
  });
  afterAll(() => void taken.close());

  it('explains its options and says its version', () => {
    const { version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { version: string };

    expect(run('--help').stdout).toMatch(/--port[\s\S]*--seed[\s\S]*--data[\s\S]*--admin-token/);
    expect(run('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([
    [['--port', 'high'], '--port takes a whole number from 0 to 65535.'],
    [['--port', '70000'], '--port takes a whole number from 0 to 65535.'],
    [['--seed', '-1'], "Option '--seed' argument is ambiguous."],
    [['--speed'], "Unknown option '--speed'"],
    [['--data', 'package.json'], 'package.json'],
  ])('refuses %j with exit code 2 and a sentence', (args, sentence) => {
    const { status, stdout, stderr } = run('--port', '0', ...args);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`mailchimp-sandbox: `);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
  });

  it('says that its port is taken', () => {
    const { port } = taken.address() as AddressInfo;

    const { status, stderr } = run('--port', String(port));

    expect(status).toBe(2);
    expect(stderr).toContain('EADDRINUSE');
  });
});
