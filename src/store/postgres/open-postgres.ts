import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { Database } from '../database.js';
import type { Schema } from '../schema.js';
import { storable } from '../storable.js';
import { z } from 'zod';
import { UnreachableError } from '../../support/errors.js';

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

/**
 * SQLSTATEs of a server that went away, is starting or has no connection left: class 08, 57P01–57P03, 57P05, 53300
 * (postgresql.org/docs/current/errcodes-appendix.html); and whatever Node says of the way there, such as ECONNREFUSED.
 */
const awayCodes = /^(?:08\w{3}|57P0[1-35]|53300|E[A-Z]+)$/u;

/** pg's own words, which come without a code. */
const awayWords = /^(?:Connection terminated|Client has encountered a connection error)/u;

/** By its shape, for it need not be an error of this realm; with `errors` when all addresses of a name were tried. */
const failureSchema = z.object({
  code: z.string().optional(),
  message: z.string(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

/** What pg threw, named by what to do about it; anything but a server that is away stays what it is. */
export function postgresFailure(error: unknown): unknown {
  const failure = failureSchema.safeParse(error);
  if (!failure.success) return error;
  const { code = '', message, errors = [] } = failure.data;
  if (!awayCodes.test(code) && !awayWords.test(message)) return error;
  return new UnreachableError(`The store’s PostgreSQL is not there: ${errors[0]?.message ?? message}`, {
    code: 'store.unreachable',
    hint: 'Wait until it answers again, or check the postgres:// URL under store:; then try again.',
    cause: error,
  });
}
