import { afterEach, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { recorded } from '../mailchimp/recorded-events.js';
import { drip, openServer, token, type TestServer } from './open-server.js';

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

/** It still does its work. */
async function expectAlive(server: TestServer): Promise<void> {
  expect((await server.post(path, recorded.subscribe)).status).toBe(200);
  expect((await server.get('/healthz')).status).toBe(200);
}

describe('Hostile input', () => {
  it('a body of 5 MB is refused', async () => {
    const server = await open();

    const { status } = await server.post(path, `type=subscribe&data[x]=${'a'.repeat(5 * 1024 * 1024)}`);

    expect(status).toBe(413);
    await expectAlive(server);
  });

  it('so is one that doesn’t say how long it is', async () => {
    const server = await open();
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('a'.repeat(64 * 1024))),
    });

    const sending = fetch(`${server.url}${path}`, {
      method: 'POST',
      body: endless,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      duplex: 'half',
    });

    // Answered, and the connection ended under who goes on sending.
    const status = await sending.then(({ status: answered }) => answered).catch(() => 'ended');
    expect([413, 'ended']).toContain(status);
    expect(await server.metrics()).toContain('deliveries_refused_total{reason="too_large"} 1');
    await expectAlive(server);
  });

  it('a big body for a wrong token is not even read', async () => {
    const server = await open();

    const { status } = await server.post('/webhooks/mailchimp/wrong', 'a'.repeat(5 * 1024 * 1024));

    expect(status).toBe(404);
    await expectAlive(server);
  });

  it.each([
    ['application/json', 415],
    ['multipart/form-data; boundary=x', 415],
    ['text/plain', 415],
    ['application/x-www-form-urlencoded; charset=UTF-8', 200],
    ['APPLICATION/X-WWW-FORM-URLENCODED', 200],
  ])('content type %s: %s', async (type, status) => {
    const server = await open();

    expect((await server.post(path, recorded.subscribe, { 'content-type': type })).status).toBe(status);
  });

  it.each([
    ['invalid UTF-8', new Uint8Array([0x74, 0x79, 0x70, 0x65, 0x3d, 0xff, 0xfe])],
    ['nothing', ''],
    ['no event', 'a=b&c=d'],
    ['an event about nobody', 'type=unsubscribe&data[list_id]=a1'],
  ])('%s is a bad request', async (_what, body) => {
    const server = await open();

    expect((await server.post(path, body)).status).toBe(400);
    await expectAlive(server);
  });

  it.each([
    ['deep nesting in keys', `${recorded.subscribe}&data${'[a]'.repeat(50_000)}=1`],
    ['__proto__ keys', `${recorded.subscribe}&__proto__[polluted]=1&data[__proto__][polluted]=1`],
    ['constructor keys', `${recorded.subscribe}&constructor[prototype][polluted]=1`],
    ['100,000 fields', `${recorded.subscribe}${'&a'.repeat(100_000)}`],
  ])('%s do no harm', async (_what, body) => {
    const server = await open();

    expect((await server.post(path, body)).status).toBe(200);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(server.kept).toMatchObject([{ type: 'subscribe', email: 'ana@acme-widgets.com', raw: null }]);
  });

  it('a body that comes byte by byte is given up', async () => {
    const server = await open({ requestTimeoutMs: 400 });

    const status = await drip(server.url, path, 20);

    expect(status).toBe(408);
    await expectAlive(server);
  });

  it('a head that never ends is given up, too', async () => {
    const server = await open({ requestTimeoutMs: 400 });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    const ended = new Promise<string>((resolve) => {
      let said = '';
      socket.on('data', (data: Buffer) => (said += data.toString()));
      socket.on('close', () => resolve(said));
      socket.on('error', () => resolve(said));
    });

    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nX-Slow: `);

    expect(await ended).toContain('408');
    await expectAlive(server);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is not allowed', async (method) => {
    const server = await open();

    const { status, headers } = await server.get(path, method);

    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });

  it('never says 410, which would end the webhook for good (mailchimp-api §10.3)', async () => {
    const server = await open();
    const bodies = ['', 'type=subscribe', recorded.subscribe, 'a'.repeat(300_000)];

    const statuses = await Promise.all(bodies.map(async (body) => (await server.post(path, body)).status));

    expect(statuses).not.toContain(410);
  });

  it('what went wrong inside is told to nobody', async () => {
    const server = await open();
    server.keep = () => Promise.reject(new Error('SQLITE_FULL: ana@shop.pt'));

    const { text } = await server.post(path, recorded.subscribe);

    expect(text).toBe('try again\n');
    expect(server.log.join('')).toContain('a***@shop.pt');
  });
});
