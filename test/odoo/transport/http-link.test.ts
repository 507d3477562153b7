import { expect, it } from '@jest/globals';
import { HttpLink } from '../../../src/odoo/transport/http-link.js';
import { jsonRpcLogin, jsonRpcVersion, jsonRpcWire } from '../../../src/odoo/transport/json-rpc.js';
import { json2Version, json2Wire } from '../../../src/odoo/transport/json2.js';
import { xmlRpcLogin, xmlRpcVersion, xmlRpcWire } from '../../../src/odoo/transport/xml-rpc.js';
import { Secret } from '../../../src/support/secret.js';
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
