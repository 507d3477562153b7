import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { openStore } from '../../src/store/open-store.js';
import { openPostgres } from '../../src/store/postgres/open-postgres.js';
import type { Store } from '../../src/store/store.js';
import { describePostgres } from '../support/staging/describe-postgres.js';
import { consentHistoryContract } from './consent-history-contract.js';
import { consentLedgerContract } from './consent-ledger-contract.js';
import { forgottenContract } from './forgotten-contract.js';
import { HandClock } from './hand-clock.js';
import { carryOverContract } from './migrations/carry-over-contract.js';
import { storeContract, type OpenedStore } from './store-contract.js';

describePostgres('The store on a real server', (server) => {
  const ownStore = async (clock: HandClock): Promise<OpenedStore> => {
    const { location, drop } = await ownSchema(server.url);
    const stores: Store[] = [];
    const again = async (): Promise<Store> => {
      const store = await openStore(location, { clock, leaseClock: clock });
      stores.push(store);
      return store;
    };
    const store = await again();
    const dispose = async (): Promise<void> => {
      for (const opened of stores) await opened.close();
      await drop();
    };
    return { store, again, dispose };
  };

  storeContract('PostgreSQL', ownStore);
  consentHistoryContract('PostgreSQL', ownStore);
  consentLedgerContract('PostgreSQL', ownStore);
  forgottenContract('PostgreSQL', ownStore);
  carryOverContract('PostgreSQL', async () => {
    const { location, drop } = await ownSchema(server.url);
    const db = openPostgres(location);
    return {
      db: db as unknown as Kysely<unknown>,
      id: 'bigserial',
      async opened() {
        await db.destroy();
        return openStore(location, { clock: new HandClock() });
      },
      dispose: drop,
    };
  });

  describe('a PostgreSQL server', () => {
    it('B71: tells the time by which leases run out, whatever the clocks of two machines say', async () => {
      const { location, drop } = await ownSchema(server.url);
      const [clock, fast] = [new HandClock(), new HandClock()];
      fast.advance(24 * 60 * 60_000);
      const one = await openStore(location, { clock });
      const other = await openStore(location, { clock: fast });

      const held = await one.leases.acquire('account', 'one', 600_000);
      const taken = await other.leases.acquire('account', 'other', 600_000);
      const seen = await other.leases.holderOf('account');

      expect(held).not.toBeNull();
      expect(taken).toBeNull();
      expect(seen?.holder).toBe('one');
      expect(Math.abs(Date.parse(seen?.expiresAt ?? '') - Date.now())).toBeLessThan(1_200_000);
      await one.close();
      await other.close();
      await drop();
    });

    it('may end idle connections without ending the bridge', async () => {
      const { location, drop } = await ownSchema(server.url);
      const store = await openStore(location, { clock: new HandClock() });
      await store.marks.set('a', 'import', '1');

      await endConnections(location);

      expect(await store.marks.get('a', 'import')).toBe('1');
      await store.close();
      await drop();
    });

    it('that goes away in the middle is told as such, and nothing is half done when it is back', async () => {
      const { location, drop } = await ownSchema(server.url);
      const store = await openStore(location, { clock: new HandClock() });
      await store.marks.set('a', 'import', '1');

      const work = store.transaction(async (inside) => {
        await inside.marks.set('a', 'import', '2');
        await endConnections(location);
        await inside.marks.set('a', 'export', '2');
      });

      await expect(work).rejects.toMatchObject({ code: 'store.unreachable', remedy: 'retry' });
      expect(await store.marks.get('a', 'import')).toBe('1');
      await store.close();
      await drop();
    });

    it('that is not there is told as such', async () => {
      const url = new URL(server.url);
      url.port = '1';

      const opening = openStore(url.href, { clock: new HandClock() });

      await expect(opening).rejects.toMatchObject({
        code: 'store.unreachable',
        message: expect.stringContaining('ECONNREFUSED'),
      });
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

/** As a server that restarts does; resolves when they have ended, not only been told to. */
async function endConnections(location: string): Promise<void> {
  const url = new URL(location);
  const name = url.searchParams.get('application_name');
  url.searchParams.delete('application_name');
  const ending = 'select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name = $1';
  await query(url.href, ending, [name]);
}

async function query(url: string, text: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text, values);
  await client.end();
}
