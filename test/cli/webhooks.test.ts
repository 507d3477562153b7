import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { loadEnv } from '../../src/config/load-env.js';
import { startSandbox, type Sandbox } from 'mailchimp-sandbox';
import { Secret } from '../../src/support/secret.js';
import { environment } from '../config/an-account.js';
import { openServer, token, type TestServer } from '../server/open-server.js';
import { aFolder, runLine } from './run-line.js';

const audience = 'a36b032126';

const managed = z.object({
  webhooks: z.array(
    z.object({
      ...{ audience: z.string(), id: z.string().nullable(), url: z.string(), action: z.string() },
      ...{ events: z.array(z.string()), sources: z.array(z.string()), signed: z.boolean().nullable() },
    }),
  ),
});

const checked = z.object({
  ok: z.boolean(),
  checks: z.array(z.object({ check: z.string(), ok: z.boolean(), code: z.string().nullable() })),
});

describe('B35: odoo-mailchimp webhooks', () => {
  let sandbox: Sandbox;
  let bridge: TestServer;
  let folder: string;

  beforeAll(async () => {
    sandbox = await startSandbox({});
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    bridge = await openServer();
    await control('POST', '/reset');
    await control('POST', '/audiences', { id: audience, name: 'Newsletter' });
    folder = aFolder({ 'config/account.yaml': accountFile() });
  });
  afterEach(() => bridge.close());

  const accountFile = (more = ''): string => `account: acme
odoo: { url: '${sandbox.origin}', database: production, username: bridge, password: '\${ODOO_PASSWORD}' }
mailchimp: { api_key: '\${MAILCHIMP_API_KEY}', base_url: '${sandbox.url}' }
audiences: [{ id: ${audience}, mailing_list: Newsletter }]
webhooks:
  public_url: ${bridge.url}
  token: \${WEBHOOK_TOKEN}
${more}`;
  const configure = (text: string): void => writeFileSync(join(folder, 'config/account.yaml'), text);

  const call = async (base: string, method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: 'Bearer key-us1' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return text === '' ? null : (JSON.parse(text) as unknown);
  };
  const control = (method: string, path: string, body?: object) =>
    call(`${sandbox.origin}/_sandbox`, method, path, body);
  const hooks = (method: string, path = '', body?: object) =>
    call(sandbox.url, method, `/lists/${audience}/webhooks${path}`, body);
  const registered = async (): Promise<{ id: string; url: string; events: object; sources: object }[]> =>
    ((await hooks('GET')) as { webhooks: { id: string; url: string; events: object; sources: object }[] })
      .webhooks;

  const secrets = (): Record<string, string> => ({
    ...{ ...environment, MAILCHIMP_API_KEY: 'key-us1', WEBHOOK_TOKEN: token },
  });
  let given: Record<string, string> = {};
  beforeEach(() => {
    given = secrets();
  });
  const run = (command: string) =>
    runLine(`webhooks ${command}`, { io: { cwd: folder, environment: () => loadEnv(folder, given) } });
  const json = async (command: string) =>
    managed.parse(JSON.parse((await run(`${command} --json`)).stdout)).webhooks;
  const failures = async (): Promise<(string | null)[]> => {
    const { stdout } = await run('check --json');
    return checked.parse(JSON.parse(stdout)).checks.flatMap(({ ok, code }) => (ok ? [] : [code]));
  };

  it('register: member events, by people and marketers, not by the API', async () => {
    const [made] = await json('register');

    const [webhook, ...others] = await registered();
    expect(webhook).toMatchObject({
      url: `${bridge.url}/webhooks/mailchimp/${token}`,
      events: {
        subscribe: true,
        unsubscribe: true,
        profile: true,
        cleaned: true,
        upemail: true,
        campaign: false,
      },
      sources: { user: true, admin: true, api: false },
    });
    expect([others, made?.action, made?.id]).toEqual([[], 'created', webhook?.id]);
  });

  it('register again changes nothing', async () => {
    await run('register');
    const before = await registered();

    const [again] = await json('register');

    expect([again?.action, await registered()]).toEqual(['unchanged', before]);
  });

  it('--dry-run touches nothing', async () => {
    const plan = await json('register --dry-run');
    await run('register');
    const removal = await json('remove --dry-run');

    expect([plan[0]?.action, removal[0]?.action]).toEqual(['created', 'removed']);
    expect(await registered()).toHaveLength(1);
  });

  it('the token is shown nowhere', async () => {
    const lines = await Promise.all(['register', 'list', 'check', 'repair', 'register --json'].map(run));

    expect(lines.map(({ stdout, stderr }) => stdout + stderr).join('')).not.toContain(token);
  });

  it('check finds all well when the bridge answers and everything is registered', async () => {
    await run('register');

    const { code, stdout } = await run('check');

    expect([code, stdout]).toEqual([0, expect.stringContaining('All well')]);
  });

  it('check says that nothing is registered', async () => {
    expect(await failures()).toEqual(['webhooks.missing']);
  });

  it('check says that nobody answers', async () => {
    await run('register');
    bridge.close();

    const { code } = await run('check');

    expect([code, await failures()]).toEqual([2, ['webhooks.unreachable']]);
  });

  it('check says that the bridge doesn’t know the token', async () => {
    given = { ...secrets(), WEBHOOK_TOKEN: 'another-token-that-is-long-enough' };

    expect(await failures()).toEqual(['webhooks.wrong_token', 'webhooks.missing']);
  });

  it('check says that something else answers', async () => {
    configure(accountFile().replace(`public_url: ${bridge.url}`, `public_url: ${sandbox.origin}`));

    expect(await failures()).toContain('webhooks.not_the_bridge');
  });

  it('check names what differs, repair puts it right', async () => {
    await run('register');
    const [{ id } = { id: '' }] = await registered();
    await hooks('PATCH', `/${id}`, {
      ...{ events: { profile: false }, sources: { user: true, admin: true, api: true } },
    });

    const { stdout } = await run('check');
    const [repaired] = await json('repair');

    expect(stdout).toContain('the event profile is off; the source api is on');
    expect([repaired?.action, repaired?.id]).toEqual(['updated', id]);
    expect(await failures()).toEqual([]);
  });

  describe('while the token is being replaced', () => {
    const next = 'the-next-token-that-is-long-enough';
    beforeEach(async () => {
      bridge.close();
      bridge = await openServer({ receiver: { tokens: [new Secret(next), new Secret(token)] } });
      configure(accountFile());
      await run('register');
      given = { ...secrets(), WEBHOOK_TOKEN: next, WEBHOOK_PREVIOUS_TOKEN: token };
      configure(accountFile('  previous_token: ${WEBHOOK_PREVIOUS_TOKEN}\n'));
    });

    it('check says which one is registered, and register gives the same webhook the new one', async () => {
      const [before] = await registered();

      const { stdout } = await run('check');
      await run('register');

      const url = `${bridge.url}/webhooks/mailchimp/${next}`;
      expect(stdout).toContain('it has the previous token');
      expect(await registered()).toEqual([{ ...before, url, _links: expect.anything() as unknown }]);
      expect(await failures()).toEqual([]);
    });

    it('a second webhook of the bridge is named, and taken away by repair', async () => {
      const url = `${bridge.url}/webhooks/mailchimp/${next}`;
      await hooks('POST', '', { url, events: { profile: true }, sources: { user: true } });

      const { stdout } = await run('check');
      const outcomes = await json('repair');

      expect(stdout).toContain('there is a second one of this bridge');
      expect(outcomes.map(({ action }) => action).sort()).toEqual(['removed', 'updated']);
      expect((await registered()).map((webhook) => webhook.url)).toEqual([url]);
    });
  });

  it('other programs’ webhooks are listed, their secrets hidden, and left alone', async () => {
    const url = `${bridge.url}/webhooks/mailchimp/${token}`.replace('127.0.0.1', 'localhost');
    await hooks('POST', '', { url, events: { profile: true }, sources: { user: true } });
    await run('register');

    const listed = await json('list');
    const outcomes = await json('remove');

    expect(listed.map(({ action }) => action).sort()).toEqual(['foreign', 'unchanged']);
    expect(listed.find(({ action }) => action === 'foreign')?.url).toMatch(/^http:\/\/localhost:\d+\/…$/u);
    expect([outcomes.length, (await registered()).map((webhook) => webhook.url)]).toEqual([1, [url]]);
  });

  it('without webhooks: in the account file it says what to add', async () => {
    configure(accountFile().replace(/^webhooks:[^]*/mu, ''));

    const { code, stderr } = await run('register');

    expect([code, stderr]).toEqual([2, expect.stringContaining('public_url')]);
  });

  describe('where MailChimp signs', () => {
    beforeEach(() => control('PUT', '/knobs', { sign_webhooks: true }));

    it('register keeps the secret in .env, shown nowhere', async () => {
      writeFileSync(join(folder, '.env'), 'OTHER=kept\n');

      const { stdout } = await run('register');

      const text = readFileSync(join(folder, '.env'), 'utf8');
      const [, secret = ''] = /^WEBHOOK_SIGNING_SECRET=a36b032126:(\w{16,})$/mu.exec(text) ?? [];
      expect([secret === '', text.startsWith('OTHER=kept\n')]).toEqual([false, true]);
      expect(stdout).toContain('signing_secret: ${WEBHOOK_SIGNING_SECRET}');
      expect(stdout).not.toContain(secret);
      expect(statSync(join(folder, '.env')).mode & 0o077).toBe(0);
    });

    it('check tells whether signatures are verified', async () => {
      await run('register');
      const before = (await run('check')).stdout;
      configure(accountFile('  signing_secret: ${WEBHOOK_SIGNING_SECRET}\n'));

      const after = (await run('check')).stdout;

      expect(before).toContain('no signing_secret is known');
      expect(after).toContain('signatures are verified');
    });

    it('repair --new-secret makes the webhook anew, and its secret takes the place of the old one', async () => {
      await run('register');
      const before = readFileSync(join(folder, '.env'), 'utf8');
      const [{ id } = { id: '' }] = await registered();

      const outcomes = await json('repair --new-secret');

      const after = readFileSync(join(folder, '.env'), 'utf8');
      expect(outcomes.map(({ action }) => action)).toEqual(['removed', 'created']);
      expect((await registered()).map((webhook) => webhook.id)).not.toContain(id);
      expect(after).not.toBe(before);
      expect(after.split('WEBHOOK_SIGNING_SECRET')).toHaveLength(2);
    });

    it('check says that an unsigned webhook is refused', async () => {
      await control('PUT', '/knobs', { sign_webhooks: false });
      await run('register');
      given = { ...secrets(), WEBHOOK_SIGNING_SECRET: `${audience}:0123456789abcdef` };
      configure(accountFile('  signing_secret: ${WEBHOOK_SIGNING_SECRET}\n'));

      expect(await failures()).toEqual(['webhooks.unsigned']);
    });
  });
});
