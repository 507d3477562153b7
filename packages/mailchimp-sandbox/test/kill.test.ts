import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { buildCli } from '../../../test/cli/children/built-cli.js';
import { SandboxClient, testKey } from './sandbox-client.js';
import type { PageBody } from './sandbox-client.js';

interface RealSandbox {
  process: ChildProcess;
  url: string;
  control: string;
}

/** The command itself, as a process that can be killed. */
async function startCommand(dataDir: string): Promise<RealSandbox> {
  const command = ['packages/mailchimp-sandbox/dist/main.js', '--json', '--port', '0', '--data', dataDir];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  return { process: child, ...(JSON.parse(String(line.value)) as { url: string; control: string }) };
}

async function send(method: string, url: string, body: unknown): Promise<number> {
  const headers = { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' };
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
  await answer.text();
  return answer.status;
}

beforeAll(buildCli, 300_000);

describe('A sandbox that is killed in the middle of its work', () => {
  let dataDir: string;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'sandbox-kill-'));
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await rm(dataDir, { recursive: true });
  });

  it('has every write that it answered, and goes on where it was', async () => {
    const { process: command, url, control } = await startCommand(dataDir);
    child = command;
    const audience = 'a36b032126';
    await send('POST', `${control}/audiences`, { id: audience, name: 'Newsletter' });
    await send('POST', `${control}/audiences/${audience}/members`, { count: 500, seed: 1 });
    const answered: string[] = [];

    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let number = 0; ; number += 1) {
          const email = `w${writer}.${number}@acme-widgets.com`;
          const body = { email_address: email, status: 'subscribed', tags: [`tag ${number % 5}`] };
          const status = await send('POST', `${url}/lists/${audience}/members`, body).catch(() => 0);
          if (status !== 200) return;
          answered.push(email);
          if (answered.length === 120) command.kill('SIGKILL');
        }
      }),
    );
    if (command.signalCode === null) await once(command, 'exit');
    const client = await SandboxClient.start({ dataDir });
    const { body } = await client.api<PageBody>('GET', `/lists/${audience}/members?count=1000`);
    const again = await client.api('POST', `/lists/${audience}/members`, {
      email_address: answered[0],
      status: 'subscribed',
    });
    const next = await client.api('POST', `/lists/${audience}/members`, {
      email_address: 'after@acme-widgets.com',
      status: 'subscribed',
    });
    await client.close();

    const written = body.members.filter(({ email_address }) => /^w\d/.test(email_address));
    expect(answered.length).toBeGreaterThanOrEqual(120);
    expect(written.map(({ email_address }) => email_address)).toEqual(expect.arrayContaining(answered));
    expect(written.every(({ tags }) => tags.length === 1)).toBe(true);
    expect(again.body.title).toBe('Member Exists');
    expect(next.status).toBe(200);
    expect(new Set(body.members.map(({ web_id }) => web_id))).not.toContain(next.body.web_id);
  });
});
