import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Kysely, sql } from 'kysely';
import { openSqlite } from '../../../src/store/sqlite/open-sqlite.js';
import { sqliteDialect, type SqliteDatabase } from '../../../src/store/sqlite/sqlite-driver.js';
import { sqliteFailure } from '../../../src/store/sqlite/sqlite-failure.js';
import { HandClock } from '../hand-clock.js';

describe('a failure of SQLite', () => {
  it('that is of its own kind stays what it is', () => {
    const full = Object.assign(new Error('database or disk is full'), { errcode: 13 });

    expect(sqliteFailure(full)).toBe(full);
    expect(sqliteFailure(new TypeError('x'))).toBeInstanceOf(TypeError);
    expect(sqliteFailure('x')).toBe('x');
  });

  it('by a lock may be retried, with extended codes as well', () => {
    const busySnapshot = Object.assign(new Error('database is locked'), { errcode: 517 });

    expect(sqliteFailure(busySnapshot)).toMatchObject({ code: 'store.busy', retryable: true });
  });
});

describe('a file another process holds for too long', () => {
  let folder: string;
  let other: SqliteDatabase;
  let db: Kysely<unknown>;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
    const location = join(folder, 'store.db');
    other = await openSqlite(location, new HandClock());
    const database = await openSqlite(location, new HandClock());
    database.exec('pragma busy_timeout = 0');
    db = new Kysely({ dialect: sqliteDialect(database) });
    other.exec('create table t (a)');
    other.exec('begin immediate');
  });
  afterEach(async () => {
    await db.destroy();
    other.close();
    rmSync(folder, { recursive: true });
  });

  it('refuses statement and transaction as busy, and serves them once it is free', async () => {
    const insert = () => sql`insert into t values (1)`.execute(db);
    const transaction = () => db.transaction().execute((inside) => sql`select 1`.execute(inside));

    await expect(insert()).rejects.toMatchObject({ code: 'store.busy' });
    await expect(transaction()).rejects.toMatchObject({ code: 'store.busy' });

    other.exec('commit');
    await insert();
    await transaction();
  });
});
