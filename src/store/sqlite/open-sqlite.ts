import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../support/clock.js';
import { TransientError } from '../../support/errors.js';
import type { SqliteDatabase } from './sqlite-driver.js';
import { sqliteFailure } from './sqlite-failure.js';

export const inMemory = ':memory:';

interface SqliteModule {
  DatabaseSync: new (path: string) => SqliteDatabase;
}

/**
 * Opens the file, readable by its owner only: it holds personal data. Several processes may have it open. `:memory:` is
 * no file, and gone when it is closed.
 */
export async function openSqlite(path: string, clock: Clock, durable = false): Promise<SqliteDatabase> {
  const isFile = path !== inMemory;
  if (isFile) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const isNew = isFile && !existsSync(path);
  const { DatabaseSync } = await sqliteModule();
  const database = new DatabaseSync(path);
  try {
    if (isNew) chmodSync(path, 0o600);
    await prepare(database, clock, durable);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

async function prepare(database: SqliteDatabase, clock: Clock, durable: boolean): Promise<void> {
  database.exec('pragma busy_timeout = 10000');
  await switchToWal(database, clock);
  // With WAL this survives the death of the process; only a power cut may lose the last commits, and what they
  // held is found again on both servers. An event that MailChimp was told is safe has to be.
  database.exec(`pragma synchronous = ${durable ? 'full' : 'normal'}`);
}

const switchAttempts = 100;
const switchPauseMs = 20;

/** Two first openings meet here: SQLite refuses one of them at once, whatever the busy_timeout. */
async function switchToWal(database: SqliteDatabase, clock: Clock): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      database.exec('pragma journal_mode = wal');
      return;
    } catch (error) {
      const failure = sqliteFailure(error);
      if (attempt === switchAttempts || !(failure instanceof TransientError)) throw failure;
    }
    await clock.sleep(switchPauseMs);
  }
}

/** Node's own SQLite where it has one (22.5), else the package with the same API. */
async function sqliteModule(): Promise<SqliteModule> {
  const builtIn = 'node:sqlite';
  const { isBuiltin } = await import('node:module');
  const name = isBuiltin(builtIn) ? builtIn : '@photostructure/sqlite';
  return (await import(name)) as SqliteModule;
}
