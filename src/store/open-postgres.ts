import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './database.js';
import type { Schema } from './schema.js';

/** A pool of connections to a database. */
export function openPostgres(connectionString: string): Database {
  const pool = new pg.Pool({ connectionString, max: 4, types: numericTypes() });
  // The pool replaces an idle connection the server has ended; without a listener the event ends the process.
  pool.on('error', () => undefined);
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

const int8 = 20;

/** Ids and counts as numbers, as SQLite has them; pg gives 64-bit integers as text. */
function numericTypes(): pg.TypeOverrides {
  const types = new pg.TypeOverrides();
  types.setTypeParser(int8, Number);
  return types;
}
