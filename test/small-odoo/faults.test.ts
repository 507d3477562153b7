import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectOdoo, type OdooSession } from '../../src/odoo/connect.js';
import { startSmallOdoo, type SmallOdoo } from '../../src/small-odoo/small-odoo.js';
import { Secret } from '../../src/support/secret.js';

const clock = { now: () => new Date(0), sleep: () => Promise.resolve() };
const create = { model: 'mailing.contact', method: 'create', params: { vals_list: [{ name: 'Ada' }] } };
const count = { model: 'mailing.contact', method: 'search_count', params: { domain: [] } };

describe('faults of the small Odoo', () => {
  let odoo: SmallOdoo;
  let session: OdooSession;

  beforeEach(async () => {
    odoo = await startSmallOdoo();
    const { url, database, username } = odoo;
    const password = new Secret(odoo.password);
    const connection = { url, database, username, password, protocol: 'auto', timeoutMs: 2_000 } as const;
    session = await connectOdoo(connection, { clock });
  });

  afterEach(async () => {
    await session.close();
    await odoo.close();
  });

  it('an answer that is lost leaves the work done and the outcome unknown', async () => {
    odoo.faults.plan({ kind: 'lose_answer' }, 1, 'create');

    await expect(session.transport.call(create)).rejects.toMatchObject({ code: 'odoo.outcome_unknown' });

    expect(await session.transport.call(count)).toBe(1);
  });

  it('a connection that breaks first leaves nothing done', async () => {
    odoo.faults.plan({ kind: 'reset' }, 1, 'create');

    await expect(session.transport.call(create)).rejects.toMatchObject({ code: 'odoo.outcome_unknown' });

    expect(await session.transport.call(count)).toBe(0);
  });

  it('a proxy that says 503 twice is outlasted', async () => {
    odoo.faults.plan({ kind: 'page', status: 503 }, 2);

    expect(await session.transport.call(create)).toHaveLength(1);
  });

  it('a slow answer passes the time-out of the call', async () => {
    odoo.faults.plan({ kind: 'delay', ms: 500 }, 3, 'search_count');

    await expect(session.transport.call({ ...count, timeoutMs: 20 })).rejects.toMatchObject({
      code: 'odoo.timeout',
    });
  });
});
