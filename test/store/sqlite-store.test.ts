import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Kysely } from 'kysely';
import { openStore } from '../../src/store/open-store.js';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.js';
import { sqliteDialect } from '../../src/store/sqlite/sqlite-driver.js';
import type { Store } from '../../src/store/store.js';
import { tablesWithoutPeople, tablesWithPeople } from '../../src/store/traces-of.js';
import { buildBinding } from './build-binding.js';
import { consentHistoryContract } from './consent-history-contract.js';
import { consentLedgerContract } from './consent-ledger-contract.js';
import { forgottenContract } from './forgotten-contract.js';
import { HandClock } from './hand-clock.js';
import { carryOverContract } from './migrations/carry-over-contract.js';
import { storeContract, type OpenedStore } from './store-contract.js';

const ownFile = async (clock: HandClock): Promise<OpenedStore> => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const location = join(folder, 'store.db');
  const stores: Store[] = [];
  const again = async (): Promise<Store> => {
    const store = await openStore(location, { clock });
    stores.push(store);
    return store;
  };
  const store = await again();
  const dispose = async (): Promise<void> => {
    for (const opened of stores) await opened.close();
    rmSync(folder, { recursive: true });
  };
  return { store, again, dispose };
};

storeContract('SQLite', ownFile);
consentHistoryContract('SQLite', ownFile);
consentLedgerContract('SQLite', ownFile);
forgottenContract('SQLite', ownFile);
carryOverContract('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const location = join(folder, 'store.db');
  const clock = new HandClock();
  const db = new Kysely<unknown>({ dialect: sqliteDialect(await openSqlite(location, clock)) });
  return {
    db,
    id: 'integer',
    async opened() {
      await db.destroy();
      return openStore(location, { clock });
    },
    dispose() {
      rmSync(folder, { recursive: true });
      return Promise.resolve();
    },
  };
});

describe('the file of the store', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made with its folder, for its owner only', async () => {
    const location = join(folder, 'data', 'shop', 'store.db');

    const store = await openStore(location, { clock: new HandClock() });
    await store.marks.set('a', 'import', '1');

    const mode = (path: string): number => statSync(path).mode & 0o777;
    expect([mode(join(folder, 'data', 'shop')), mode(location), mode(`${location}-wal`)]).toEqual([
      0o700, 0o600, 0o600,
    ]);
    await store.close();
  });

  it('B57: holds nothing of a person who was erased, in no page and no log', async () => {
    const location = join(folder, 'store.db');
    const store = await openStore(location, { clock: new HandClock() });
    await store.bindings.save([buildBinding({ email: 'ana@shop.pt', seen: { fullName: 'Ana Sousa' } })]);
    const person = { address: 'ana@shop.pt', contactIds: [], members: [] };

    for (const trace of await store.tracesOf(person)) await trace.erase();
    await store.compact();

    const bytes = [location, `${location}-wal`].map((path) => readFileSync(path, 'latin1')).join('');
    expect(bytes).not.toMatch(/ana@shop|Ana Sousa/u);
    await store.close();
  });

  it('B57: has no table of which it isn’t known whether it holds people', async () => {
    const location = join(folder, 'store.db');
    await (await openStore(location, { clock: new HandClock() })).close();
    const db = new Kysely<unknown>({ dialect: sqliteDialect(await openSqlite(location, new HandClock())) });

    const tables = await db.introspection.getTables();

    const names = tables.map((table) => table.name).filter((name) => !name.startsWith('sqlite_'));
    expect(names.sort()).toEqual([...tablesWithPeople, ...tablesWithoutPeople].sort());
    await db.destroy();
  });

  it('that is no database is named as such', async () => {
    const location = join(folder, 'store.db');
    writeFileSync(location, 'Dear diary, today I was opened as a database. '.repeat(40));

    const opening = openStore(location, { clock: new HandClock() });

    await expect(opening).rejects.toMatchObject({ code: 'store.open', remedy: 'fix-configuration' });
  });

  it('of a newer version is left alone', async () => {
    const location = join(folder, 'store.db');
    await (await openStore(location, { clock: new HandClock() })).close();
    const database = await openSqlite(location, new HandClock());
    database.exec("insert into kysely_migration values ('9999-later', '2030-01-01T00:00:00.000Z')");
    database.close();

    const opening = openStore(location, { clock: new HandClock() });

    await expect(opening).rejects.toMatchObject({ code: 'store.newer_schema', remedy: 'fix-configuration' });
  });

  it('that is a folder is named as such', async () => {
    await expect(openStore(folder, { clock: new HandClock() })).rejects.toMatchObject({ code: 'store.open' });
  });
});
