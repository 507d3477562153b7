import { Kysely, Migrator, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Clock } from '../support/clock.js';
import { ConfigurationError } from '../support/errors.js';
import { audiencesIn } from './audiences.js';
import { bindingsIn } from './bindings.js';
import type { Database } from './database.js';
import { intentsIn } from './intents.js';
import { journalIn } from './journal.js';
import { leasesIn } from './leases.js';
import { marksIn } from './marks.js';
import { migrations, type IdColumn } from './migrations.js';
import { runsIn } from './runs.js';
import type { Schema } from './schema.js';
import { openSqlite } from './sqlite/open-sqlite.js';
import { sqliteDialect } from './sqlite/sqlite-driver.js';
import type { Store } from './store.js';

/**
 * Opens the store of an account and brings its tables up to date.
 * @param location a file path (SQLite, made if missing) or a `postgres://` URL
 * @throws ConfigurationError `store.open`
 */
export async function openStore(location: string, { clock }: { clock: Clock }): Promise<Store> {
  const isPostgres = /^postgres(ql)?:\/\//u.test(location);
  let db: Database | null = null;
  try {
    db = isPostgres ? openPostgres(location) : new Kysely<Schema>({ dialect: sqliteDialect(await openSqlite(location)) });
    await migrate(db, isPostgres ? 'bigserial' : 'integer');
    return storeOn(db, clock);
  } catch (cause) {
    await db?.destroy().catch(() => undefined);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationError(`The store can't be opened: ${reason}`, {
      code: 'store.open',
      hint: isPostgres
        ? 'Check the postgres:// URL under store: and that the database exists.'
        : `Check that ${location} and its folder can be written, or name another file under store:.`,
      cause,
    });
  }
}

function openPostgres(connectionString: string): Database {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString, max: 4 }) }) });
}

async function migrate(db: Database, id: IdColumn): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve(migrations(id)) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) throw error instanceof Error ? error : new Error('its tables are of a newer version');
}

function storeOn(db: Database, clock: Clock): Store {
  const store: Store = {
    audiences: audiencesIn(db),
    bindings: bindingsIn(db),
    intents: intentsIn(db, clock),
    journal: journalIn(db, clock),
    leases: leasesIn(db, clock),
    marks: marksIn(db),
    runs: runsIn(db, clock),
    transaction: (work) => {
      if (db.isTransaction) return work(store);
      return db.transaction().execute((transaction) => work(storeOn(transaction, clock)));
    },
    close: () => db.destroy(),
  };
  return store;
}
