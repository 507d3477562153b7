import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { connectOdoo, type OdooConnection } from '../../src/odoo/connect.js';
import { searchRead } from '../../src/odoo/records/search-read.js';
import { startSmallOdoo, type SmallOdoo } from '../../src/small-odoo/small-odoo.js';
import { systemClock } from '../../src/support/clock.js';
import { Secret } from '../../src/support/secret.js';
import { failure } from './contract/failure.js';
import { fakeServer, result, type FakeServer } from './fake-server.js';

describe('B60, B61: what every call says of who asks', () => {
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.close();
  });

  const login = {
    database: 'acme',
    username: 'ana',
    password: new Secret('pw'),
    protocol: 'jsonrpc',
  } as const;
  const connect = async (url: string, change: Partial<OdooConnection> = {}) => {
    const session = await connectOdoo({ url, ...login, ...change }, { clock: systemClock });
    opened.push(session);
    return session;
  };

  /** An Odoo whose user speaks French in Lima; every language is installed. */
  const anOdoo = async (): Promise<FakeServer> => {
    const server = await fakeServer((request, response, body) => {
      const answer = body.includes('"version"')
        ? { server_version: '19.0' }
        : body.includes('"read"')
          ? [{ id: 2, lang: 'fr_FR', tz: 'America/Lima' }]
          : body.includes('fields_get')
            ? { opt_out_datetime: { type: 'datetime' } }
            : body.includes('search_count')
              ? 1
              : body.includes('search_read')
                ? []
                : 2;
      result(answer)(request, response, body);
    });
    opened.push(server);
    return server;
  };

  const keywords = z.object({ params: z.object({ args: z.tuple([]).rest(z.unknown()) }) });
  const contextsOf = ({ seen }: FakeServer, method: string): unknown[] =>
    seen
      .map((body) => keywords.parse(JSON.parse(body)).params.args)
      .filter((args) => args[4] === method)
      .map((args) => (args.at(-1) as { context?: unknown }).context);

  const aRead = { model: 'res.partner', domain: [], fields: ['name'], row: z.unknown() };

  it('is the language and the time zone of the bridge’s user, from the first look at fields on', async () => {
    const server = await anOdoo();
    const session = await connect(server.url);

    await searchRead(session.transport, { ...aRead, context: { active_test: false } });

    const own = { lang: 'fr_FR', tz: 'America/Lima' };
    expect(contextsOf(server, 'fields_get')).toEqual([own, own, own]);
    expect(contextsOf(server, 'search_read')).toEqual([{ ...own, active_test: false }]);
    expect(session.timezone).toBe('America/Lima');
  });

  it('is what the account says, before that; what a call says itself counts more', async () => {
    const server = await anOdoo();
    const wanted = { lang: 'pt_PT', timezone: 'Europe/Lisbon', companies: [3, 1] };
    const session = await connect(server.url, wanted);

    await searchRead(session.transport, aRead);
    await searchRead(session.transport, { ...aRead, context: { lang: 'en_US' } });

    const context = { lang: 'pt_PT', tz: 'Europe/Lisbon', allowed_company_ids: [3, 1] };
    expect(contextsOf(server, 'search_read')).toEqual([context, { ...context, lang: 'en_US' }]);
    expect(session.timezone).toBe('Europe/Lisbon');
  });

  it('is no language that isn’t installed, for which an older Odoo would take English', async () => {
    const odoo: SmallOdoo = await startSmallOdoo({ version: 16 });
    opened.push(odoo);
    const { url, database, username, password } = odoo;
    const own = { database, username, password: new Secret(password) };

    const error = await failure(connect(url, { ...own, lang: 'fr_FR' }));

    expect(error.code).toBe('odoo.lang');
  });
});
