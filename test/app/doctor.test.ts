import { openStore } from '../../src/store/open-store.js';
import { buildInboxEvent } from '../store/build-inbox-event.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examine } from '../../src/app/doctor.js';
import type { Finding } from '../../src/app/finding.js';
import { parseAccount } from '../../src/config/parse-account.js';
import { startSandbox, type Sandbox } from 'mailchimp-sandbox';
import { startSmallOdoo, type SmallOdoo } from '../../src/small-odoo/small-odoo.js';
import type { Clock } from '../../src/support/clock.js';
import { quickClock } from '../mailchimp/quick-clock.js';
import { fakeServer, result, text } from '../odoo/fake-server.js';
import { anAccount, environment } from '../config/an-account.js';

const limitedUser = { username: 'ana', password: 'ana-password' };

/** The same Odoo, which calls itself another version. */
const otherVersion = async (target: string, version: string) =>
  fakeServer((request, response, body) => {
    const { method = 'POST', url = '' } = request;
    const isVersion = body.includes('"method":"version"');
    if (isVersion) result({ server_version: version })(request, response, body);
    else
      void fetch(target + url, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(method === 'POST' ? { body } : {}),
      })
        .then((answer) => answer.text())
        .then((answer) => text(answer)(request, response, body));
  });

describe('B43: doctor', () => {
  let sandbox: Sandbox;
  let odoo: SmallOdoo;
  let folder: string;

  beforeAll(async () => {
    odoo = await startSmallOdoo({ limitedUser });
    sandbox = await startSandbox({});
    await control('POST', '/audiences', { id: 'a36b032126', name: 'Newsletter' });
  });
  afterAll(async () => {
    await sandbox.close();
    await odoo.close();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'odoo-mailchimp-doctor-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const control = async (method: string, path: string, body: object): Promise<void> => {
    const answer = await fetch(`${sandbox.origin}/_sandbox${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await answer.text();
  };

  /** Looks at a good account, apart from what a test changes in its file or its secrets. */
  const look = async (
    change: (text: string) => string = (text) => text,
    secrets: Record<string, string> = {},
  ): Promise<Finding[]> => {
    const text = anAccount
      .replace('https://odoo.example.org', odoo.url)
      .replace('production', odoo.database)
      .replace('bridge', odoo.username)
      .replace('api_key: ${MAILCHIMP_API_KEY}', `api_key: \${MAILCHIMP_API_KEY}\n  base_url: ${sandbox.url}`);
    const good = { ...environment, ODOO_PASSWORD: odoo.password, MAILCHIMP_API_KEY: 'key-us1' };
    const file = change(`${text}store: ${join(folder, 'store.db')}\n`);
    const { account, problems } = parseAccount('account.yaml', file, { ...good, ...secrets });
    if (account === null) throw new Error(JSON.stringify(problems));
    return examine(account, { clock });
  };
  /** The time of day, on which pauses take none. */
  let clock: Clock = { now: () => new Date(), sleep: quickClock().sleep };
  const failed = (findings: readonly Finding[]): (string | undefined)[][] =>
    findings.filter(({ ok }) => !ok).map(({ check, error }) => [check, error?.code]);

  it('finds everything well', async () => {
    const findings = await look();

    expect(failed(findings)).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        ...[
          'configuration',
          'store',
          'MailChimp',
          'audience a36b032126',
          'Odoo',
          'Odoo rights',
          'clock',
          'addon in Odoo',
        ],
      ]),
    );
  });

  it('tells what it found: account, protocol, version', async () => {
    const findings = await look();

    const detailOf = (wanted: string) => findings.find(({ check }) => check === wanted)?.detail;
    expect(detailOf('MailChimp')).toBe('key accepted, account Sandbox');
    expect(detailOf('Odoo')).toBe('Odoo 19.0 over jsonrpc, user 2');
  });

  it('B58: calls known to work what was measured, and nothing else', async () => {
    const known = 'known to work are 14.0, 15.0, 16.0, 17.0, 18.0, 19.0';
    const versions = ['19.0', '19.0+e-20260901', 'saas~18.2', '19.1', '20.0'];
    const details: (string | undefined)[] = [];
    for (const version of versions) {
      const front = await otherVersion(odoo.url, version);
      const findings = await look((text) => text.replace(odoo.url, front.url));
      details.push(findings.find(({ check }) => check === 'Odoo version')?.detail);
      await front.close();
    }

    expect(details.map((detail) => detail?.split(', protocol')[0])).toEqual([
      '19.0 is known to work',
      '19.0+e-20260901 is known to work',
      ...['saas~18.2', '19.1', '20.0'].map((version) => `${version} is not tried yet: ${known}`),
    ]);
  });

  it('goes on after a failure, so that one look shows all there is to mend', async () => {
    const findings = await look((text) => text.replace(/store: .*/u, 'store: ./package.json/store.db'), {
      ODOO_PASSWORD: 'wrong',
      MAILCHIMP_API_KEY: 'key-us6',
    });

    expect(failed(findings)).toEqual([
      ['store', 'store.open'],
      ['MailChimp', 'mailchimp.login'],
      ['Odoo', 'odoo.login'],
    ]);
    for (const { ok, hint } of findings) if (!ok) expect(hint).toMatch(/\.$/u);
  });

  it('B54: events that are held, and since when', async () => {
    const store = await openStore(join(folder, 'store.db'), { clock });
    await store.inbox.add([buildInboxEvent()]);
    const [event] = await store.inbox.due(1);
    await store.inbox.hold([event?.id ?? 0], { code: 'limits.exceeded', message: 'Too many.' });
    await store.close();

    const findings = await look();

    expect(failed(findings)).toEqual([['events', 'limits.exceeded']]);
    expect(findings.find(({ check }) => check === 'events')?.hint).toContain('events release');
  });

  it('an audience that is not there', async () => {
    expect(failed(await look((text) => text.replace('a36b032126', 'b36b032126')))).toContainEqual([
      'audience b36b032126',
      'mailchimp.audience_not_found',
    ]);
  });

  it('B4: a mapping that does not fit, with every problem at once', async () => {
    const findings = await look((text) =>
      text.replace('Newsletter\n', 'Newsletter\n    merge_fields: { NOPE: name, NADA: email }\n'),
    );

    const [finding] = findings.filter(({ ok }) => !ok);
    expect(finding?.error?.code).toBe('config.mapping');
    expect(finding?.detail).toMatch(/NOPE.*NADA/su);
  });

  it('B63: plain http to another machine, which is no failure', async () => {
    const findings = await look((text) =>
      text
        .replace(odoo.url, 'http://127.example.org.invalid')
        .replace(/(password: .*)/u, '$1\n  timeout_s: 1'),
    );

    expect(findings.find(({ check }) => check === 'network')).toMatchObject({
      ok: true,
      detail: expect.stringContaining('odoo.url is plain http:// to 127.example.org.invalid'),
      hint: 'Use https:// there.',
    });
  });

  it('rights that are missing, all of them, by model', async () => {
    const findings = await look((text) => text.replace(`username: ${odoo.username}`, 'username: ana'), {
      ODOO_PASSWORD: limitedUser.password,
    });

    const finding = findings.find(({ check }) => check === 'Odoo rights');
    expect(finding?.error?.code).toBe('odoo.access');
    expect(finding?.detail).toMatch(/mailing\.list \(.*mailing\.contact \(.*mail\.blacklist \(/u);
  });

  it('a clock that is wrong, and by how much', async () => {
    const right = clock;
    clock = { ...clock, now: () => new Date(Date.now() + 10 * 60_000) };

    const findings = await look().finally(() => (clock = right));

    const [finding] = findings.filter(({ ok }) => !ok);
    expect(finding?.error?.code).toBe('doctor.clock');
    expect(finding?.detail).toMatch(/^The clock is (599|600|601) s ahead of MailChimp’s$/u);
  });

  it('a webhook address at which nothing answers, without showing the token', async () => {
    const findings = await look(
      (text) => `${text}webhooks:\n  public_url: http://127.0.0.1:1\n  token: \${WEBHOOK_TOKEN}\n`,
      { WEBHOOK_TOKEN: 'a-token-that-is-long-enough' },
    );

    expect(failed(findings)).toEqual([['webhook address', 'webhooks.unreachable']]);
    expect(JSON.stringify(findings)).not.toContain('a-token-that-is-long-enough');
  });
});
