import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openStore } from '../../src/store/open-store.js';
import type { Store } from '../../src/store/store.js';
import { describePostgres } from '../support/staging/describe-postgres.js';
import { HandClock } from './hand-clock.js';
import { storeContract } from './store-contract.js';

describePostgres('The store on a real server', (server) => {
  storeContract('PostgreSQL', async (clock) => {
    const { location, drop } = await ownSchema(server.url);
    const stores: Store[] = [];
    const again = async (): Promise<Store> => {
      const store = await openStore(location, { clock });
      stores.push(store);
      return store;
    };
    const store = await again();
    const dispose = async (): Promise<void> => {
      for (const opened of stores) await opened.close();
      await drop();
    };
    return { store, again, dispose };
  });

  describe('a PostgreSQL server', () => {
    it('may end idle connections without ending the bridge', async () => {
      const { location, drop } = await ownSchema(server.url);
      const store = await openStore(location, { clock: new HandClock() });
      await store.marks.set('a', 'import', '1');

      await query(
        server.url,
        'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1',
        [new URL(location).searchParams.get('application_name')],
      );

      expect(await store.marks.get('a', 'import')).toBe('1');
      await store.close();
      await drop();
    });

    it('that refuses the login is named without the password', async () => {
      const url = new URL(server.url);
      url.password = 'not-the-password';

      const opening = openStore(url.href, { clock: new HandClock() });

      await expect(opening).rejects.toMatchObject({
        code: 'store.open',
        message: expect.not.stringContaining('not-the-password'),
      });
    });
  });
});

/** A schema of its own in the database given, so that tests don't meet. */
async function ownSchema(url: string): Promise<{ location: string; drop: () => Promise<void> }> {
  const name = `store_${randomUUID().replaceAll('-', '')}`;
  await query(url, `create schema ${name}`);
  const location = new URL(url);
  location.searchParams.set('options', `-c search_path=${name}`);
  location.searchParams.set('application_name', name);
  return { location: location.href, drop: () => query(url, `drop schema ${name} cascade`) };
}

async function query(url: string, text: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text, values);
  await client.end();
}
