import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text as bodyOf } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { connectOdoo, type OdooConnection } from '../../src/odoo/connect.js';
import { startSmallOdoo } from '../../src/small-odoo/small-odoo.js';
import type { Clock } from '../../src/support/clock.js';
import { ConfigurationError, LoginError, UnreachableError } from '../../src/support/errors.js';
import { Secret } from '../../src/support/secret.js';
import { localProxy } from '../support/http/local-proxy.js';
import { testCertificate } from '../support/http/test-certificate.js';
import { fakeServer, hang, page, reset, result, text, unusedUrl } from './fake-server.js';

describe('connecting to Odoo', () => {
  const toClose: { close(): unknown }[] = [];
  const pauses: number[] = [];
  const clock: Clock = {
    now: () => new Date(0),
    sleep: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
  };

  afterEach(async () => {
    pauses.length = 0;
    for (const each of toClose.splice(0)) await each.close();
  });

  const keep = <T extends { close(): unknown }>(closable: T): T => {
    toClose.push(closable);
    return closable;
  };
  const connection = (url: string, change: Partial<OdooConnection> = {}): OdooConnection => ({
    url,
    database: 'staging',
    username: 'admin',
    password: new Secret('admin'),
    protocol: 'auto',
    ...change,
  });
  const connect = async (options: OdooConnection) =>
    keep(await connectOdoo(options, { clock, random: () => 1 }));
  const failure = (options: OdooConnection) =>
    connect(options).then(
      () => undefined,
      (error: unknown) => error,
    );

  describe('protocol: auto', () => {
    it('takes JSON-RPC with a password', async () => {
      const { url } = keep(await startSmallOdoo());

      const { transport, uid, serverVersion, capabilities } = await connect(connection(url));

      expect(transport.protocol).toBe('jsonrpc');
      expect(uid).toBe(2);
      expect(serverVersion).toEqual({ major: 19, text: '19.0' });
      expect(capabilities).toMatchObject({
        subscriptionModel: 'mailing.subscription',
        contactSubscriptions: 'subscription_ids',
        optOutDate: 'opt_out_datetime',
      });
    });

    it('takes JSON-RPC with an API key where there is no JSON-2', async () => {
      const { url } = keep(await startSmallOdoo({ version: 18, password: 'the-key' }));

      const { transport } = await connect(connection(url, { apiKey: new Secret('the-key') }));

      expect(transport.protocol).toBe('jsonrpc');
    });

    it('takes JSON-2 with an API key where there is one', async () => {
      const seen: unknown[] = [];
      const { url } = keep(
        await fakeServer((request, response, body) => {
          const { authorization, 'x-odoo-database': database } = request.headers;
          seen.push([request.url, authorization, database]);
          const answers: Record<string, unknown> = {
            '/web/version': { version: '19.0' },
            '/json/2/res.users/context_get': { uid: 7 },
          };
          const answer = answers[request.url ?? ''] ?? { opt_out_datetime: { type: 'datetime' } };
          text(JSON.stringify(answer))(request, response, body);
        }),
      );

      const { transport, uid } = await connect(connection(url, { apiKey: new Secret('the-key') }));

      expect([transport.protocol, uid]).toEqual(['json2', 7]);
      expect(seen).toContainEqual(['/json/2/res.users/context_get', 'bearer the-key', 'staging']);
    });

    it('says when what answers is no Odoo', async () => {
      const { url } = keep(await fakeServer(page(404)));

      expect(await failure(connection(url))).toMatchObject({ code: 'odoo.not_odoo' });
    });
  });

  it('asks for a password or a key', async () => {
    const { url } = keep(await startSmallOdoo());

    expect(await failure({ url, database: 'staging', username: 'admin', protocol: 'auto' })).toMatchObject({
      code: 'odoo.no_credentials',
    });
  });

  it('says that JSON-2 needs a key', async () => {
    const error = await failure(connection(await unusedUrl(), { protocol: 'json2' }));

    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ code: 'odoo.no_credentials' });
  });

  it.each(['json2', 'xmlrpc'] as const)('says that a server does not offer %s', async (protocol) => {
    const { url } = keep(await fakeServer(page(404)));

    const error = await failure(connection(url, { protocol, apiKey: new Secret('admin') }));

    expect(error).toMatchObject({ code: 'odoo.no_protocol' });
  });

  it('tries a server that is down once more, and does not wait for it', async () => {
    const error = await failure(connection(await unusedUrl()));

    expect(error).toBeInstanceOf(UnreachableError);
    expect(pauses).toHaveLength(1);
  });

  it('takes a login that is refused for what it is', async () => {
    const { url } = keep(await startSmallOdoo());

    const error = await failure(connection(url, { password: new Secret('wrong') }));

    expect(error).toBeInstanceOf(LoginError);
    expect(pauses).toEqual([]);
  });

  it('B58: a login refused on Odoo Online says what the plan and an API key have to do with it', async () => {
    const server = createServer(testCertificate, (request, response) => {
      void bodyOf(request).then((body) => {
        const answer = body.includes('"version"') ? { server_version: '18.0' } : false;
        result(answer)(request, response, body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = keep(await localProxy({ port: (server.address() as AddressInfo).port }));
    keep(server);

    const error = await failure(
      connection('https://acme.odoo.com', { proxy: proxy.url, tls: { rejectUnauthorized: false } }),
    );

    expect(error).toBeInstanceOf(LoginError);
    expect(error).toMatchObject({ code: 'odoo.login', hint: expect.stringMatching(/Custom plan.*API key/u) });
  });

  it('names the app to install when there are no mailing contacts', async () => {
    const missing = { name: 'odoo.exceptions.UserError', message: "Object mailing.contact doesn't exist" };
    const { url } = keep(
      await fakeServer((request, response, body) => {
        const error = { code: 200, message: 'Odoo Server Error', data: missing };
        const refused = text(JSON.stringify({ jsonrpc: '2.0', id: 1, error }));
        const login = body.includes('"version"') ? result({ server_version: '17.0' }) : result(2);
        (body.includes('fields_get') ? refused : login)(request, response, body);
      }),
    );

    const error = await failure(connection(url));

    expect(error).toMatchObject({
      code: 'odoo.missing_model',
      hint: 'Install the Email Marketing app (mass_mailing) in Odoo.',
    });
  });

  describe.each(['jsonrpc', 'xmlrpc', 'json2'] as const)('over %s', (protocol) => {
    it.each([
      ['a broken connection', reset],
      ['a time-out', hang],
      ['an error page', page(500)],
    ])('no credential is to be found in the error of %s', async (_title, trouble) => {
      const { url } = keep(await fakeServer(trouble));
      const secret = new Secret('s3cret-value');

      const error = await failure(
        connection(url, { protocol, password: secret, apiKey: secret, timeoutMs: 1_500 }),
      );

      expect(error).toBeInstanceOf(Error);
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('s3cret-value');
    });
  });
});
