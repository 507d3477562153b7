import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SqliteDatabase } from './sqlite-driver.js';
import { sqliteFailure } from './sqlite-failure.js';

interface SqliteModule {
  DatabaseSync: new (path: string) => SqliteDatabase;
}

/** Opens the file, readable by its owner only: it holds personal data. Several processes may have it open. */
export async function openSqlite(path: string): Promise<SqliteDatabase> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const isNew = !existsSync(path);
  const { DatabaseSync } = await sqliteModule();
  const database = new DatabaseSync(path);
  try {
    if (isNew) chmodSync(path, 0o600);
    prepare(database);
    return database;
  } catch (error) {
    database.close();
    throw sqliteFailure(error);
  }
}

function prepare(database: SqliteDatabase): void {
  database.exec('pragma busy_timeout = 10000');
  database.exec('pragma journal_mode = wal');
  // With WAL this survives the death of the process; only a power cut may lose the last commits, and what they
  // held is found again on both servers.
  database.exec('pragma synchronous = normal');
}

/** Node's own SQLite where it has one (22.5), else the package with the same API. */
async function sqliteModule(): Promise<SqliteModule> {
  const builtIn = 'node:sqlite';
  const { isBuiltin } = await import('node:module');
  const name = isBuiltin(builtIn) ? builtIn : '@photostructure/sqlite';
  return (await import(name)) as SqliteModule;
}
