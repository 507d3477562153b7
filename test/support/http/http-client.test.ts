import { createServer as createTlsServer, type Server } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  createHttpClient,
  type HttpClient,
  type HttpClientOptions,
} from '../../../src/support/http/http-client.js';
import { HttpFailure } from '../../../src/support/http/http-failure.js';
import { localProxy } from './local-proxy.js';
import { testCertificate } from './test-certificate.js';

const toClose: { close(): unknown }[] = [];
const keep = <T extends { close(): unknown }>(one: T): T => {
  toClose.push(one);
  return one;
};

afterEach(async () => {
  for (const each of toClose.splice(0).reverse()) await each.close();
});

const tls = { ca: testCertificate.cert };

function open(options: Partial<HttpClientOptions> & { origin: string }): HttpClient {
  return keep(createHttpClient({ timeoutMs: 5_000, maxConnections: 2, ...options }));
}

/** Says where each request was asked to go; its port. */
async function tlsServer(): Promise<{ port: number; connections: () => number }> {
  let connections = 0;
  const server: Server = createTlsServer(testCertificate, ({ url, headers }, response) => {
    response.end(`${headers.host ?? ''}${url ?? ''}`);
  });
  server.on('secureConnection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  keep({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

async function failureOf(sent: Promise<unknown>): Promise<HttpFailure> {
  const failure: unknown = await sent.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(HttpFailure);
  return failure as HttpFailure;
}

describe('an HTTP client with a proxy', () => {
  it('B63: reaches a host that only the proxy knows', async () => {
    const { port } = await tlsServer();
    const proxy = keep(await localProxy({ port }));
    const client = open({ origin: 'https://odoo.test', proxy: proxy.url, tls });

    const answer = await client.send({ method: 'GET', path: '/web/version?x=1' });

    expect(answer).toMatchObject({ status: 200, text: 'odoo.test/web/version?x=1' });
    expect(proxy.asked).toEqual([{ target: 'odoo.test:443', authorization: undefined }]);
  });

  it('keeps the connection through the proxy for the next call', async () => {
    const { port, connections } = await tlsServer();
    const proxy = keep(await localProxy({ port }));
    const client = open({ origin: 'https://odoo.test:8443', proxy: proxy.url, tls });

    for (const path of ['/1', '/2', '/3']) await client.send({ method: 'GET', path });

    expect(connections()).toBe(1);
    expect(proxy.asked.map(({ target }) => target)).toEqual(['odoo.test:8443']);
  });

  it('proves itself to the proxy with the login of its address', async () => {
    const { port } = await tlsServer();
    const proxy = keep(await localProxy({ port }));
    const address = proxy.url.replace('://', '://user:p%40ss@');
    const client = open({ origin: 'https://odoo.test', proxy: address, tls });

    await client.send({ method: 'GET', path: '/' });

    const login = Buffer.from('user:p@ss').toString('base64');
    expect(proxy.asked.map(({ authorization }) => authorization)).toEqual([`Basic ${login}`]);
  });

  it('tells a proxy that refuses from a server that does: nothing was sent', async () => {
    const proxy = keep(await localProxy({ status: 407 }));
    const client = open({ origin: 'https://odoo.test', proxy: proxy.url, tls });

    const failure = await failureOf(client.send({ method: 'POST', path: '/', body: '{}' }));

    expect(failure).toMatchObject({ kind: 'unreachable', code: 'EPROXY:407', isSent: false });
  });

  it('tells a proxy that is not there: nothing was sent', async () => {
    const proxy = await localProxy({ status: 407 });
    await proxy.close();
    const client = open({ origin: 'https://odoo.test', proxy: proxy.url, tls });

    const failure = await failureOf(client.send({ method: 'POST', path: '/', body: '{}' }));

    expect(failure).toMatchObject({ kind: 'unreachable', code: 'EPROXY:ECONNREFUSED', isSent: false });
  });

  it('gives up a proxy that says nothing: nothing was sent', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    keep(silent);
    const { port } = silent.address() as AddressInfo;
    const client = open({
      origin: 'https://odoo.test',
      proxy: `http://127.0.0.1:${port}`,
      tls,
      timeoutMs: 1_500,
    });

    const failure = await failureOf(client.send({ method: 'POST', path: '/', body: '{}' }));

    expect(failure).toMatchObject({ kind: 'unreachable', code: 'EPROXY:ETIMEDOUT', isSent: false });
  });

  it('B63: takes no certificate through the proxy that it would not take without', async () => {
    const { port } = await tlsServer();
    const proxy = keep(await localProxy({ port }));
    const client = open({ origin: 'https://odoo.test', proxy: proxy.url });

    const failure = await failureOf(client.send({ method: 'POST', path: '/', body: '{}' }));

    expect(failure).toMatchObject({ kind: 'certificate', isSent: false });
  });
});

describe('an HTTP client without a proxy', () => {
  it('tells a certificate that is not accepted: nothing was sent', async () => {
    const { port } = await tlsServer();
    const client = open({ origin: `https://127.0.0.1:${port}` });

    const failure = await failureOf(client.send({ method: 'POST', path: '/', body: '{}' }));

    expect(failure).toMatchObject({ kind: 'certificate', isSent: false });
  });

  it('tells a caller who gives up from a server that is slow', async () => {
    const { port } = await tlsServer();
    const client = open({ origin: `https://127.0.0.1:${port}`, tls });

    const failure = await failureOf(client.send({ method: 'GET', path: '/', signal: AbortSignal.abort() }));

    expect(failure.kind).toBe('stopped');
  });
});
