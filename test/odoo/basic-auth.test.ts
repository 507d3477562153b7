import { afterEach, expect, it } from '@jest/globals';
import { connectOdoo, type OdooConnection, type OdooSession } from '../../src/odoo/connect.js';
import { systemClock } from '../../src/support/clock.js';
import { LoginError } from '../../src/support/errors.js';
import { Secret } from '../../src/support/secret.js';
import { describeOdoo } from '../support/staging/describe-odoo.js';
import { basicAuthFront } from './basic-auth-front.js';
import { failure } from './contract/failure.js';

describeOdoo('B63: an Odoo behind a server that asks for a login of its own', (odoo) => {
  const opened: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.close();
  });

  const basicAuth = { username: 'staging', password: new Secret('s3same:öpen') };
  const connect = async (change: Partial<OdooConnection> = {}): Promise<OdooSession> => {
    const front = await basicAuthFront(odoo.url, 'staging:s3same:öpen');
    opened.push(front);
    const { database, username } = odoo;
    const login = { database, username, apiKey: new Secret(odoo.apiKey) };
    const session = await connectOdoo(
      { url: front.url, ...login, protocol: 'auto', basicAuth, ...change },
      { clock: systemClock },
    );
    opened.push(session);
    return session;
  };

  it.each(['jsonrpc', 'xmlrpc'] as const)('is logged in to and called over %s', async (protocol) => {
    const { transport } = await connect({ protocol });

    const users = await transport.call({
      model: 'res.users',
      method: 'search_count',
      params: { domain: [] },
    });

    expect(users).toBeGreaterThan(0);
  });

  it('auto takes JSON-RPC with an API key too, for JSON-2 needs the header that the login has', async () => {
    const { transport } = await connect();

    expect(transport.protocol).toBe('jsonrpc');
  });

  it.each(['auto', 'json2', 'jsonrpc', 'xmlrpc'] as const)(
    'a wrong basic_auth is told for what it is: %s',
    async (protocol) => {
      const wrong = { username: 'staging', password: new Secret('wrong-on-purpose') };

      const error = await failure(connect({ protocol, basicAuth: wrong }));

      expect(error).toBeInstanceOf(LoginError);
      expect(error.code).toBe('odoo.basic_auth');
      expect(`${error.message} ${error.hint}`).not.toContain('wrong-on-purpose');
    },
  );
});
