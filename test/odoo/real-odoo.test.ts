import { describe, expect, it } from '@jest/globals';
import { connectOdoo, type OdooConnection } from '../../src/odoo/connect.js';
import { systemClock } from '../../src/support/clock.js';
import { Secret } from '../../src/support/secret.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { failure } from './contract/failure.js';
import { portalUser } from './portal-user.js';
import { transportContract } from './transport-contract.js';

const withPassword = ({ url, database, username, password }: TestOdoo) => ({
  url,
  database,
  username,
  password,
});

const connect = ({ url, database, username, apiKey }: TestOdoo, protocol: OdooConnection['protocol']) =>
  connectOdoo(
    { url, database, username, apiKey: new Secret(apiKey), protocol, reconnectMs: 0 },
    { clock: systemClock },
  );

describeOdoo('the transport contract', (odoo) => {
  describe('JSON-RPC with an API key', () => {
    transportContract({ protocol: 'jsonrpc', subject: () => odoo, limitedUser: portalUser });
  });

  describe('XML-RPC with an API key', () => {
    transportContract({ protocol: 'xmlrpc', subject: () => odoo, limitedUser: portalUser });
  });

  if (odoo.version === 19) {
    describe('JSON-2', () => {
      transportContract({ protocol: 'json2', subject: () => odoo });
    });
  }

  it.each(['jsonrpc', 'xmlrpc'] as const)('a password is as good as a key over %s', async (protocol) => {
    const { password, ...rest } = withPassword(odoo);
    const connection = { ...rest, password: new Secret(password), protocol };

    const session = await connectOdoo(connection, { clock: systemClock });
    const count = await session.transport.call({
      model: 'res.users',
      method: 'search_count',
      params: { domain: [] },
    });

    expect(session.transport.protocol).toBe(protocol);
    expect(count).toBeGreaterThan(0);

    await session.close();
  });

  it('auto takes the newest protocol there is', async () => {
    const session = await connect(odoo, 'auto');

    expect(session.transport.protocol).toBe(odoo.version === 19 ? 'json2' : 'jsonrpc');
    expect(session.serverVersion.major).toBe(odoo.version);

    await session.close();
  });

  it('capabilities are those of the version', async () => {
    const session = await connect(odoo, 'auto');

    expect(session.capabilities).toMatchObject(
      odoo.version === 19
        ? { subscriptionModel: 'mailing.subscription', optOutDate: 'opt_out_datetime' }
        : { subscriptionModel: 'mailing.contact.subscription', optOutDate: 'unsubscription_date' },
    );

    await session.close();
  });
});

describeOdoo(
  'an Odoo without Email Marketing',
  (odoo) => {
    it.each(['jsonrpc', 'xmlrpc'] as const)('is told as such over %s', async (protocol) => {
      const { password, ...rest } = withPassword(odoo);
      const connection = { ...rest, password: new Secret(password), protocol };

      const error = await failure(connectOdoo(connection, { clock: systemClock }));

      expect(error.code).toBe('odoo.missing_model');
      expect(error.hint).toBe('Install the Email Marketing app (mass_mailing) in Odoo.');
    });
  },
  { template: 'tmpl_bare' },
);
