import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createMailchimp, type Mailchimp } from '../../src/mailchimp/create-mailchimp.js';
import { decided } from '../../src/consent/decided.js';
import { LostLockError } from '../../src/support/errors.js';
import { Secret } from '../../src/support/secret.js';
import {
  breakOff,
  cutOff,
  drip,
  empty,
  fakeApi,
  hang,
  healthy,
  html,
  json,
  problem,
  type Answer,
  type FakeApi,
} from './fake-api.js';
import { localProxy } from '../support/http/local-proxy.js';
import { quickClock } from './quick-clock.js';

const key = '0123456789abcdef0123456789abcdef-us6';
const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

interface World {
  api: FakeApi;
  mailchimp: Mailchimp;
  clock: ReturnType<typeof quickClock>;
}

async function openWorld(...answers: Answer[]): Promise<World> {
  const api = await fakeApi(...answers);
  const clock = quickClock();
  const mailchimp = connect(api.url, clock);
  opened.push(mailchimp, api);
  return { api, mailchimp, clock };
}

function connect(baseUrl: string, clock = quickClock(), timeoutMs = 5_000): Mailchimp {
  const connection = { apiKey: new Secret(key), baseUrl, maxConnections: 2, timeoutMs };
  return createMailchimp(connection, { clock, random: () => 1 });
}

describe('the right to write', () => {
  it('B71: is asked for before each try of a write, and of no read', async () => {
    const api = await fakeApi(empty(429), healthy);
    const passes = [
      () => Promise.resolve(),
      () => Promise.reject(new LostLockError('lost', { code: 'lock.lost' })),
    ];
    const connection = { apiKey: new Secret(key), baseUrl: api.url, maxConnections: 2 };
    const mailchimp = createMailchimp(connection, {
      ...{ clock: quickClock(), random: () => 1 },
      askWrite: () => () => passes.shift()?.() ?? Promise.reject(new Error('asked once more')),
    });
    opened.push(mailchimp, api);

    const write = mailchimp.members.archive('a36b032126', decided('0123456789abcdef0123456789abcdef'));

    await expect(write).rejects.toMatchObject({ code: 'lock.lost' });
    await mailchimp.ping();
    expect(api.requests.map(({ method }) => method)).toEqual(['DELETE', 'GET']);
  });
});

describe('a call that fails at first', () => {
  it.each([
    [
      'a 429',
      problem(429, 'Too Many Requests', 'You have exceeded the limit of 10 simultaneous connections.'),
    ],
    ['a 429 without a body', empty(429)],
    ['a 403 without a body', empty(403)],
    ['a 403 page', html(403)],
    ['a 500', problem(500, 'Internal Server Error', 'A deep internal error has occurred')],
    ['a 502 page', html(502)],
    ['a 503 page', html(503)],
    ['a 400 page', html(400)],
    ['JSON that is cut off', cutOff],
    ['a connection that breaks', breakOff],
  ])('is repeated after %s', async (_what, fault) => {
    const { mailchimp, clock, api } = await openWorld(fault, fault, healthy);

    await mailchimp.ping();

    expect(clock.pauses).toEqual([1_000, 2_000]);
    expect(api.requests).toHaveLength(3);
    expect(mailchimp.calls).toBe(3);
  });

  it('is given up after six tries, with the last reason', async () => {
    const { mailchimp, api } = await openWorld(html(502));

    await expect(mailchimp.ping()).rejects.toMatchObject({ code: 'mailchimp.server', remedy: 'retry' });

    expect(api.requests).toHaveLength(6);
  });

  it('B63: a firewall’s page is tried a handful of times in all, and told as what it is', async () => {
    const { mailchimp, api } = await openWorld(html(403));
    const asked = ['first', 'second', 'third'].map(() => mailchimp.ping());

    const outcomes = [
      ...(await Promise.allSettled(asked)),
      ...(await Promise.allSettled([mailchimp.ping()])),
    ];

    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ reason: { code: 'mailchimp.blocked', remedy: 'wait' } });
    expect(api.requests.length).toBeLessThanOrEqual(4);
  });

  it('B63: is made again when the firewall’s block may be over', async () => {
    const { mailchimp, clock, api } = await openWorld(html(403), html(403), html(403), healthy);
    await expect(mailchimp.ping()).rejects.toMatchObject({ code: 'mailchimp.blocked' });

    await clock.sleep(5 * 60_000);
    await mailchimp.ping();

    expect(api.requests).toHaveLength(4);
  });

  it('holds no connection while it waits for its next try', async () => {
    const api = await fakeApi(empty(429), healthy);
    const clock = quickClock();
    const during: string[] = [];
    const connection = { apiKey: new Secret(key), baseUrl: api.url, maxConnections: 1 };
    const mailchimp: Mailchimp = createMailchimp(connection, {
      random: () => 1,
      clock: {
        now: clock.now,
        sleep: async () => {
          await mailchimp.ping();
          during.push('another call went through');
        },
      },
    });
    opened.push(mailchimp, api);

    await mailchimp.ping();

    expect(during).toEqual(['another call went through']);
  });
});

describe('a call that fails for good', () => {
  it.each([
    ['a refused key', problem(401, 'API Key Invalid', 'Your API key may be invalid'), 'mailchimp.login'],
    ['a page with a 200', html(200), 'mailchimp.unexpected_answer'],
    ['a redirect', html(302), 'mailchimp.unexpected_answer'],
    ['a 404 page', html(404), 'mailchimp.unexpected_answer'],
    ['JSON of another program', json({ hello: 'world' }), 'mailchimp.unexpected_form'],
    ['no body', empty(200), 'mailchimp.unexpected_form'],
  ])('is not repeated after %s', async (_what, answer, code) => {
    const { mailchimp, api } = await openWorld(answer);

    await expect(mailchimp.ping()).rejects.toMatchObject({ code, retryable: false });

    expect(api.requests).toHaveLength(1);
  });

  it('says what can’t be reached when nothing listens', async () => {
    const { api, mailchimp, clock } = await openWorld(healthy);
    await api.close();

    await expect(mailchimp.ping()).rejects.toMatchObject({
      code: 'mailchimp.unreachable',
      message: expect.stringContaining('127.0.0.1'),
      hint: expect.stringContaining('data centre'),
    });

    expect(clock.pauses).toHaveLength(3);
  });
});

describe('a call without end', () => {
  it.each([
    ['never answers', hang],
    ['drips', drip],
  ])('times out when the server %s, and is repeated only after half a minute', async (_what, answer) => {
    const api = await fakeApi(answer, healthy);
    const clock = quickClock();
    const mailchimp = connect(api.url, clock, 400);
    opened.push(mailchimp, api);

    await mailchimp.ping();

    expect(clock.pauses).toEqual([60_000]);
  });

  it('is an error after the second time-out', async () => {
    const api = await fakeApi(hang);
    const mailchimp = connect(api.url, quickClock(), 200);
    opened.push(mailchimp, api);

    await expect(mailchimp.ping()).rejects.toMatchObject({ code: 'mailchimp.timeout', remedy: 'retry' });

    expect(api.requests).toHaveLength(2);
  });

  it('ends with the connection, those that wait for their turn too', async () => {
    const { mailchimp } = await openWorld(hang);

    const calls = Promise.allSettled(Array.from({ length: 20 }, () => mailchimp.ping()));
    await mailchimp.close();

    expect(await calls).toEqual(
      Array(20).fill({ status: 'rejected', reason: expect.objectContaining({ code: 'mailchimp.closed' }) }),
    );
    await expect(mailchimp.ping()).rejects.toMatchObject({ code: 'mailchimp.closed' });
  });
});

describe('B1: the API key', () => {
  it.each([
    ['refused', problem(401, 'API Key Invalid', 'Your API key may be invalid')],
    ['a fault', html(500)],
    ['a broken connection', breakOff],
    ['another form', json({ members: 7 })],
  ])('is in nothing that an error shows (%s)', async (_what, answer) => {
    const { mailchimp } = await openWorld(answer);
    const basic = Buffer.from(`odoo-mailchimp:${key}`).toString('base64');

    const error: unknown = await mailchimp.account().catch((failure: unknown) => failure);

    const shown = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error) + String(error);
    expect(shown).not.toContain(key);
    expect(shown).not.toContain(basic);
    expect(shown).not.toMatch(/authorization/i);
  });

  it('is not shown by the client itself', async () => {
    const { mailchimp } = await openWorld(healthy);

    expect(inspect(mailchimp, { depth: null, showHidden: true })).not.toContain(key);
  });
});

describe('a proxy on the way', () => {
  it('B63: calls go through it', async () => {
    const proxy = await localProxy({ status: 407 });
    const clock = quickClock();
    const connection = { apiKey: new Secret(key), maxConnections: 2, proxy: proxy.url };
    const mailchimp = createMailchimp(connection, { clock, random: () => 1 });
    opened.push(proxy, mailchimp);

    await expect(mailchimp.ping()).rejects.toMatchObject({
      code: 'mailchimp.unreachable',
      message: 'MailChimp can’t be reached at us6.api.mailchimp.com: the proxy gives no connection (407)',
      hint: 'Check HTTPS_PROXY.',
    });

    expect(proxy.asked[0]).toMatchObject({ target: 'us6.api.mailchimp.com:443' });
  });
});
