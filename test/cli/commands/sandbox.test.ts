import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../../src/cli/run-cli.js';
import { systemClock } from '../../../src/support/clock.js';

interface Running {
  /** What it printed first. */
  printed: Promise<string>;
  /** The exit code, and all it printed. */
  ended: Promise<{ code: number; stdout: string; stderr: string }>;
  stop(): void;
}

function sandbox(argv: readonly string[], environment: Record<string, string> = {}): Running {
  const abort = new AbortController();
  const text = { stdout: '', stderr: '' };
  let saySomething: (text: string) => void = () => undefined;
  const printed = new Promise<string>((resolve) => (saySomething = resolve));
  const io = {
    stdout: (part: string) => {
      text.stdout += part;
      saySomething(text.stdout);
    },
    stderr: (part: string) => void (text.stderr += part),
    isTerminal: false,
    ask: null,
    columns: 80,
    hasColours: false,
    cwd: process.cwd(),
    environment: () => environment,
    signal: abort.signal,
  };
  const deps = { clock: systemClock, openBridge: () => Promise.reject(new Error('No bridge is needed.')) };
  const ended = runCli(['sandbox', ...argv], io, deps).then((code) => ({ code, ...text }));
  return { printed, ended, stop: () => abort.abort() };
}

describe('The command sandbox', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-command-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('says where it is, for people and as JSON, and ends when it is stopped', async () => {
    const people = sandbox(['--port', '0']);
    const json = sandbox(['--json', '--port', '0']);

    const text = await people.printed;
    const { url, control } = JSON.parse(await json.printed) as { url: string; control: string };
    const answer = await fetch(`${url}/ping`, { headers: { authorization: 'Bearer any-us1' } });
    people.stop();
    json.stop();

    expect(text).toMatch(/^MailChimp sandbox at http:\/\/127\.0\.0\.1:\d+\/3\.0$/m);
    expect(text).toMatch(/base_url: http/);
    expect(await answer.json()).toEqual({ health_status: "Everything's Chimpy!" });
    await people.ended;
    expect((await json.ended).stderr).toBe('');
    expect(await fetch(`${control}/requests`).catch(() => 'gone')).toBe('gone');
  });

  it('takes the admin token from the environment, where no process list shows it', async () => {
    const running = sandbox(['--json', '--port', '0'], { SANDBOX_ADMIN_TOKEN: 'let-me-in' });
    const { control } = JSON.parse(await running.printed) as { control: string };

    const refused = await fetch(`${control}/requests`);
    const allowed = await fetch(`${control}/requests`, { headers: { 'x-admin-token': 'let-me-in' } });
    running.stop();
    await running.ended;

    expect([refused.status, allowed.status]).toEqual([401, 200]);
  });

  it('says what to do when the port is taken or the folder is none', async () => {
    const first = sandbox(['--json', '--port', '0']);
    const { url } = JSON.parse(await first.printed) as { url: string };
    await writeFile(join(folder, 'file'), '');

    const taken = await sandbox(['--port', new URL(url).port]).ended;
    const noFolder = await sandbox(['--port', '0', '--data', join(folder, 'file')]).ended;
    first.stop();
    await first.ended;

    expect(taken.code).toBe(2);
    expect(taken.stderr).toMatch(/can't listen on port \d+.*\n.*Choose another with --port/);
    expect(noFolder.code).toBe(2);
    expect(noFolder.stderr).toMatch(/can't keep the sandbox/);
  });

  it.each([
    ['--port', '70000'],
    ['--port', '1e3'],
    ['--seed', '-1'],
  ])('refuses %s %s', async (...argv) => {
    expect((await sandbox(argv).ended).code).toBe(2);
  });
});
