import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectOdoo, type OdooSession } from '../../src/odoo/connect.js';
import { startSmallOdoo, type SmallOdoo } from '../../src/small-odoo/small-odoo.js';
import { systemClock } from '../../src/support/clock.js';
import { Secret } from '../../src/support/secret.js';

const model = 'mailing.contact';

describe('what a test does to the small Odoo past its protocols', () => {
  let now: Date;
  let odoo: SmallOdoo;
  let session: OdooSession;
  let id: number;

  beforeEach(async () => {
    now = new Date('2024-05-01T10:00:00Z');
    odoo = await startSmallOdoo({ now: () => now });
    const { url, database, username } = odoo;
    const connection = {
      url,
      database,
      username,
      password: new Secret(odoo.password),
      protocol: 'auto',
    } as const;
    session = await connectOdoo(connection, { clock: systemClock });
    const created = await call('create', { params: { vals_list: [{ name: 'Ana' }] } });
    [id = 0] = created as number[];
  });

  afterEach(async () => {
    await session.close();
    await odoo.close();
  });

  const call = (method: string, more: object) => session.transport.call({ model, method, ...more });
  const read = (...fields: string[]) => call('read', { ids: [id], params: { fields } });

  it('its clock is the one it was given', async () => {
    now = new Date('2024-05-01T09:55:00Z');

    await call('write', { ids: [id], params: { vals: { name: 'Anna' } } });

    expect(await read('create_date', 'write_date')).toMatchObject([
      { create_date: '2024-05-01 10:00:00', write_date: '2024-05-01 09:55:00' },
    ]);
  });

  it('dates can be older, or missing as in rows made by SQL', async () => {
    odoo.backdate(model, [id], { create_date: '2020-01-02 03:04:05', write_date: false });

    expect(await read('name', 'create_date', 'write_date')).toMatchObject([
      { name: 'Ana', create_date: '2020-01-02 03:04:05', write_date: false },
    ]);
  });

  it('a transaction that commits late is not seen before, and then has the date of its beginning', async () => {
    const late = odoo.beginWrite(model, [id], { name: 'Late' });
    now = new Date('2024-05-01T10:18:00Z');
    const before = await read('name');

    late.commit();

    expect(before).toMatchObject([{ name: 'Ana' }]);
    expect(await read('name', 'write_date')).toMatchObject([
      { name: 'Late', write_date: '2024-05-01 10:00:00' },
    ]);
  });
});
