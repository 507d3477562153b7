import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { HttpLink } from '../../../src/odoo/transport/http-link.js';
import { jsonRpcLogin, jsonRpcVersion, jsonRpcWire } from '../../../src/odoo/transport/json-rpc.js';
import { json2Version, json2Wire } from '../../../src/odoo/transport/json2.js';
import { xmlRpcLogin, xmlRpcVersion, xmlRpcWire } from '../../../src/odoo/transport/xml-rpc.js';
import { Secret } from '../../../src/support/secret.js';
import { localProxy } from '../../support/http/local-proxy.js';
import { testCertificate } from '../../support/http/test-certificate.js';
import { fakeServer, page } from '../fake-server.js';

const login = { database: 'acme', username: 'admin', uid: 2, secret: new Secret('pw') };
const search = { model: 'mailing.contact', method: 'search', params: { domain: [] } };

it.each([
  ['the question for the version over JSON-2', json2Version],
  ['the question for the version over JSON-RPC', jsonRpcVersion],
  ['the question for the version over XML-RPC', xmlRpcVersion],
  ['a call over JSON-2', (link: HttpLink) => json2Wire(link, { apiKey: login.secret }).send(search)],
  ['a call over JSON-RPC', (link: HttpLink) => jsonRpcWire(link, login).send(search)],
  ['a call over XML-RPC', (link: HttpLink) => xmlRpcWire(link, login).send(search)],
  ['a login over JSON-RPC', (link: HttpLink) => jsonRpcLogin(link, login)],
  ['a login over XML-RPC', (link: HttpLink) => xmlRpcLogin(link, login)],
])('%s names the database, so that Odoo need not look for it', async (_, ask) => {
  const named: unknown[] = [];
  const server = await fakeServer((request, response, body) => {
    named.push(request.headers['x-odoo-database']);
    page(500)(request, response, body);
  });
  const link = new HttpLink({ url: server.url, database: 'acme', timeoutMs: 5_000, maxConnections: 1 });

  await expect(ask(link)).rejects.toThrow();

  expect(named).toEqual(['acme']);
  link.close();
  await server.close();
});

it.each([
  ['JSON-2', (link: HttpLink) => json2Wire(link, { apiKey: login.secret }).send(search)],
  ['JSON-RPC', (link: HttpLink) => jsonRpcWire(link, login).send(search)],
  ['XML-RPC', (link: HttpLink) => xmlRpcWire(link, login).send(search)],
])('B63: a call over %s goes through the proxy, to a host that only the proxy knows', async (_, ask) => {
  const hosts: unknown[] = [];
  const server = createServer(testCertificate, ({ headers }, response) => {
    hosts.push(headers.host);
    response.writeHead(500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy = await localProxy({ port });
  const link = new HttpLink({
    ...{ url: 'https://odoo.test', database: 'acme', timeoutMs: 5_000, maxConnections: 1 },
    ...{ proxy: proxy.url, tls: { ca: testCertificate.cert } },
  });

  await expect(ask(link)).rejects.toMatchObject({ code: 'odoo.unavailable' });

  expect(proxy.asked).toMatchObject([{ target: 'odoo.test:443' }]);
  expect(hosts.map((host) => String(host).replace(':443', ''))).toEqual(['odoo.test']);
  link.close();
  await proxy.close();
  server.closeAllConnections();
  server.close();
});

it('B63: a proxy that refuses is told as such, and nothing was sent', async () => {
  const proxy = await localProxy({ status: 407 });
  const link = new HttpLink({
    ...{ url: 'https://odoo.test', database: 'acme', timeoutMs: 5_000, maxConnections: 1 },
    proxy: proxy.url,
  });

  await expect(jsonRpcWire(link, login).send(search)).rejects.toMatchObject({
    trace: 'not-sent',
    message: "Odoo can't be reached at https://odoo.test: the proxy gives no connection (407)",
  });

  link.close();
  await proxy.close();
});
