import { afterEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { Receiver } from '../../src/server/receiver.js';
import { signDelivery } from 'mailchimp-sandbox';
import { Secret } from '../../src/support/secret.js';
import { recorded } from '../mailchimp/recorded-events.js';
import { openServer, pokeToken, token, type TestServer } from './open-server.js';

const path = `/webhooks/mailchimp/${token}`;
const opened: TestServer[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) server.close();
});

async function open(...options: Parameters<typeof openServer>): Promise<TestServer> {
  const server = await openServer(...options);
  opened.push(server);
  return server;
}

describe('B30: the token', () => {
  it.each(['GET', 'HEAD'])('%s on the right address is answered with 200', async (method) => {
    const server = await open();

    expect((await server.get(path, method)).status).toBe(200);
  });

  it.each([
    ['another token', '/webhooks/mailchimp/the-token-that-is-long-enoug'],
    ['a longer one', `${path}x`],
    ['none', '/webhooks/mailchimp/'],
    ['none at all', '/webhooks/mailchimp'],
    ['one with a broken escape', '/webhooks/mailchimp/%E0%A4%A'],
    ['something below it', `${path}/more`],
  ])('%s is not found, whatever the method', async (_what, wrong) => {
    const server = await open();

    const statuses = [
      (await server.get(wrong)).status,
      (await server.get(wrong, 'DELETE')).status,
      (await server.post(wrong, recorded.subscribe)).status,
    ];

    expect(statuses).toEqual([404, 404, 404]);
    expect(server.kept).toEqual([]);
  });

  it('the one before is taken while it is being replaced', async () => {
    const before = 'the-token-before-this-one';
    const server = await open({ receiver: { tokens: [new Secret(token), new Secret(before)] } });

    const { status } = await server.post(`/webhooks/mailchimp/${before}`, recorded.subscribe);

    expect([status, server.kept.length]).toEqual([200, 1]);
  });

  it('tells whose event it is', async () => {
    const others: ReceiverCalls = { kept: 0 };
    const other: Receiver = {
      ...{ account: 'other', tokens: [new Secret('the-token-of-the-other')], pokeTokens: [], prefix: null },
      ...{ signingKeys: [], trustProxy: false, poke: () => undefined },
      keep: () => Promise.resolve((others.kept += 1) > 0),
    };
    const server = await open({ others: [other] });

    await server.post('/webhooks/mailchimp/the-token-of-the-other', recorded.subscribe);

    expect([others.kept, server.kept.length]).toEqual([1, 0]);
    expect(await server.metrics()).toContain(
      'odoo_mailchimp_events_received_total{account="other",outcome="new",type="subscribe"} 1',
    );
  });

  it('10,000 others are refused, one like the other, and leave no line each in the log', async () => {
    const server = await open();

    const statuses = new Set<number>();
    for (let start = 0; start < 10_000; start += 100) {
      const some = Array.from({ length: 100 }, (_, index) => server.get(`${path}${start + index}`));
      for (const { status } of await Promise.all(some)) statuses.add(status);
    }

    expect([...statuses]).toEqual([404]);
    expect(server.log.filter((line) => !line.includes('"level":"debug"'))).toEqual([]);
    expect(await server.metrics()).toContain('odoo_mailchimp_deliveries_refused_total{reason="token"} 10000');
  }, 300_000);
});

interface ReceiverCalls {
  kept: number;
}

describe('B30: behind a proxy', () => {
  it('the prefix may be left in place or taken away', async () => {
    const server = await open({ receiver: { prefix: '/bridge' } });

    const statuses = [`/bridge${path}`, path, `/other${path}`].map(
      async (at) => (await server.get(at)).status,
    );

    expect(await Promise.all(statuses)).toEqual([200, 200, 404]);
  });

  it.each([
    ['believed of a proxy of one’s own, as far as it is the proxy’s word', true, '203.0.113.7'],
    ['anybody’s otherwise', false, '127.0.0.1'],
  ])('X-Forwarded-For is %s', async (_what, trustProxy, from) => {
    const server = await open({ receiver: { trustProxy } });

    await server.post(path, 'no event', { 'x-forwarded-for': '198.51.100.1, 203.0.113.7' });

    const [line = ''] = server.log.filter((text) => text.includes('Webhook refused'));
    expect(JSON.parse(line)).toMatchObject({ from, reason: 'not_an_event' });
  });
});

describe('B38: Odoo says that somebody has asked for something', () => {
  const call = (server: TestServer, given: string) =>
    server.post(`/webhooks/odoo/${given}`, '{"_id": 7}', { 'content-type': 'application/json' });

  it('with its own token, which opens nothing else', async () => {
    const server = await open();

    const { status } = await call(server, pokeToken);
    const asWebhook = await server.post(`/webhooks/mailchimp/${pokeToken}`, recorded.subscribe);

    expect([status, server.pokes, asWebhook.status]).toEqual([200, 1, 404]);
  });

  it('and nobody else does', async () => {
    const server = await open();

    const statuses = [(await call(server, token)).status, (await call(server, 'wrong')).status];

    expect([statuses, server.pokes]).toEqual([[404, 404], 0]);
  });
});

describe('B31: an event', () => {
  it('is kept before it is answered', async () => {
    const server = await open();
    let isKept = false;
    server.keep = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return (isKept = true);
    };

    const { status } = await server.post(path, recorded.unsubscribe);

    expect([status, isKept]).toEqual([200, true]);
    expect(server.kept).toMatchObject([
      { type: 'unsubscribe', email: 'ana@acme-widgets.com', action: 'unsub' },
    ]);
  });

  it('has a key that is the same for the same bytes', async () => {
    const server = await open();

    await server.post(path, recorded.subscribe);
    await server.post(path, recorded.subscribe);
    await server.post(path, recorded.profile);

    const [first, again, other] = server.kept.map(({ key }) => key);
    expect(first).toBe(createHash('sha256').update(recorded.subscribe).digest('base64url'));
    expect([again === first, other === first]).toEqual([true, false]);
  });

  it('that could not be kept is not acknowledged, so that MailChimp delivers it again', async () => {
    const server = await open();
    server.keep = () => Promise.reject(new Error('disk full'));

    const answers = [
      await server.post(path, recorded.subscribe),
      await server.post(path, recorded.subscribe),
    ];

    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
    // Once a minute is enough to say it.
    expect(server.log.filter((line) => line.includes('could not be kept'))).toHaveLength(1);
  });

  it('of an unknown type is kept, and the log says so once', async () => {
    const server = await open();

    const statuses = ['sms_subscribe', 'sms_subscribe', 'upsms'].map(
      async (type) => (await server.post(path, `type=${type}&data[list_id]=a1`)).status,
    );

    expect(await Promise.all(statuses)).toEqual([200, 200, 200]);
    expect(server.kept).toHaveLength(3);
    expect(server.log.filter((line) => line.includes('"type":"sms_subscribe"'))).toHaveLength(1);
    expect(await server.metrics()).toContain('type="other"} 3');
  });
});

describe('B30: the signature', () => {
  const secret = 'signing-secret-of-the-hook';
  const seconds = (): number => Math.floor(Date.now() / 1000);
  const header = (value: string) => ({ 'X-Mailchimp-Signature': value });
  const signed = (body: string, key = secret, at = seconds()) => header(signDelivery(key, body, at));
  const keys = (audienceId: string | null) => ({
    receiver: { signingKeys: [{ audienceId, secret: new Secret(secret) }] },
  });

  it('is verified when a secret is known', async () => {
    const server = await open(keys(null));
    const post = async (headers: Record<string, string>): Promise<number> =>
      (await server.post(path, recorded.subscribe, headers)).status;

    expect(await post(signed(recorded.subscribe))).toBe(200);
    expect(await post(signed(recorded.subscribe, 'another-secret-altogether'))).toBe(401);
    expect(await post(signed(recorded.profile))).toBe(401);
    expect(await post(signed(recorded.subscribe, secret, seconds() - 302))).toBe(401);
    expect(await post(header('nonsense'))).toBe(401);
    expect(await post({})).toBe(401);
    expect(server.kept).toHaveLength(1);
  });

  it('is of the bytes, whatever they say', async () => {
    const server = await open(keys(null));
    const spaced = recorded.subscribe.replace('type=', 'type=subscribe&type=');

    expect((await server.post(path, spaced, signed(spaced))).status).toBe(200);
    expect((await server.post(path, `${spaced}&`, signed(spaced))).status).toBe(401);
  });

  it('is not asked for where no secret is known', async () => {
    const server = await open();

    expect((await server.post(path, recorded.subscribe)).status).toBe(200);
    expect((await server.post(path, recorded.subscribe, header('whatever'))).status).toBe(200);
  });

  it('is asked for by audience: webhooks from before 2026 have none', async () => {
    const server = await open(keys('8a6d823488'));
    const elsewhere = recorded.subscribe.replace('8a6d823488', 'f1243a3b12');

    expect((await server.post(path, recorded.subscribe)).status).toBe(401);
    expect((await server.post(path, elsewhere)).status).toBe(200);
    expect((await server.post(path, elsewhere, signed(elsewhere))).status).toBe(401);
    expect((await server.post(path, 'type=news')).status).toBe(401);
  });

  it('what was refused is counted by reason, and the log holds no address', async () => {
    const server = await open(keys(null));

    await server.post(path, recorded.subscribe);
    await server.post(path, recorded.subscribe);

    expect(await server.metrics()).toContain('deliveries_refused_total{reason="unsigned"} 2');
    expect(server.log.filter((line) => line.includes('Webhook refused'))).toHaveLength(1);
    expect(server.log.join('')).not.toMatch(/ana@|the-token|signing-secret/u);
  });
});
