import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { Database } from '../database.js';
import type { Schema } from '../schema.js';
import { postgresFailure } from './postgres-failure.js';
import { storable } from '../storable.js';

/** A pool of connections to a database. */
export function openPostgres(connectionString: string): Database {
  const pool = new pg.Pool({ connectionString, max: 4, types: numericTypes() });
  // Whoever uses a connection the server ends is told so; without listeners the events would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', () => undefined);
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: withNamedFailures(pool) }) });
}

function withNamedFailures(pool: pg.Pool): PostgresPool {
  return {
    connect: async () => clientOf(await named(pool.connect())),
    end: () => pool.end(),
  };
}

function clientOf(client: pg.PoolClient): PostgresPoolClient {
  // Without cursors: the store streams nothing.
  const query = (sql: string, parameters: unknown[]) => named(client.query(sql, storable(parameters)));
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release() };
}

function named<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw postgresFailure(error);
  });
}

const int8 = 20;

/** Ids and counts as numbers, as SQLite has them; pg gives 64-bit integers as text. */
function numericTypes(): pg.TypeOverrides {
  const types = new pg.TypeOverrides();
  types.setTypeParser(int8, Number);
  return types;
}
