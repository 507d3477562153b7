import { Kysely, Migrator, sql } from 'kysely';
import type { Clock } from '../support/clock.js';
import { BridgeError, ConfigurationError } from '../support/errors.js';
import { alertStatesIn } from './alert-states.js';
import { audiencesIn } from './audiences.js';
import { autoExportsIn } from './auto-exports.js';
import { bindingsIn } from './bindings.js';
import type { Database } from './database.js';
import { consentHistoryIn } from './consent-history.js';
import { consentLedgerIn } from './consent-ledger.js';
import { exportFailuresIn } from './export-failures.js';
import { feedRowsIn } from './feed-rows.js';
import { forgottenIn } from './forgotten.js';
import { inboxIn } from './inbox.js';
import { intentsIn } from './intents.js';
import { journalIn } from './journal.js';
import { clockTime, postgresTime, type LeaseTime } from './lease-time.js';
import { leasesIn, type Lease } from './leases.js';
import { liveChangesIn } from './live-changes.js';
import { marksIn } from './marks.js';
import { migrations } from './migrations.js';
import type { IdColumn } from './migrations/0001-initial.js';
import { runsIn } from './runs.js';
import type { Schema } from './schema.js';
import { inMemory, openSqlite } from './sqlite/open-sqlite.js';
import { sqliteDialect } from './sqlite/sqlite-driver.js';
import type { Store } from './store.js';
import { tracesOf, tablesWithPeople } from './traces-of.js';

export { inMemory };

export interface OpenStoreDeps {
  clock: Clock;
  /** What is written survives a power cut, too; every commit waits for the disk. */
  durable?: boolean;
  /** The lease that the work which asks is done under: nothing is recorded once that was lost (B71). */
  heldLease?: () => Lease | null;
  /** What leases run out by [PostgreSQL's own time, else the clock]. */
  leaseClock?: Clock;
}

/**
 * Opens the store of an account and brings its tables up to date.
 * @param location a file path (SQLite, made if missing), a `postgres://` URL, or `inMemory`
 * @throws ConfigurationError `store.open`, `store.newer_schema`; TransientError `store.busy`, `store.unreachable`
 */
export async function openStore(location: string, deps: OpenStoreDeps): Promise<Store> {
  const { clock, durable = false } = deps;
  const isPostgres = /^postgres(ql)?:\/\//u.test(location);
  let db: Database | null = null;
  try {
    db = isPostgres
      ? await postgres(location)
      : new Kysely<Schema>({ dialect: sqliteDialect(await openSqlite(location, clock, durable)) });
    await migrate(db, isPostgres ? 'bigserial' : 'integer');
    const store = storeOn(db, { clock, leaseTime: leaseTime(isPostgres, deps), isPostgres });
    return fencedStore(store, deps.heldLease ?? (() => null));
  } catch (cause) {
    await db?.destroy().catch(() => undefined);
    if (cause instanceof BridgeError) throw cause;
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

/** The driver is loaded by those who use it. */
async function postgres(location: string): Promise<Database> {
  const { openPostgres } = await import('./postgres/open-postgres.js');
  return openPostgres(location);
}

async function migrate(db: Database, id: IdColumn): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve(migrations(id)) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error === undefined) return;
  const failure = error instanceof Error ? error : new Error('its tables can’t be made', { cause: error });
  // Kysely's words for a migration that was done and is not known here.
  if (!failure.message.startsWith('corrupted migrations')) throw failure;
  throw new ConfigurationError('The store was written by a newer version of the bridge', {
    code: 'store.newer_schema',
    hint: 'Use that version or a later one, or name another store.',
    cause: error,
  });
}

function leaseTime(isPostgres: boolean, { clock, leaseClock }: OpenStoreDeps): LeaseTime {
  return isPostgres && leaseClock === undefined ? postgresTime() : clockTime(leaseClock ?? clock);
}

interface StoreKind {
  clock: Clock;
  leaseTime: LeaseTime;
  isPostgres: boolean;
}

function storeOn(db: Database, kind: StoreKind): Store {
  const { clock, leaseTime, isPostgres } = kind;
  const store: Store = {
    alertStates: alertStatesIn(db),
    audiences: audiencesIn(db),
    autoExports: autoExportsIn(db),
    bindings: bindingsIn(db),
    consentHistory: consentHistoryIn(db, clock),
    consentLedger: consentLedgerIn(db),
    exportFailures: exportFailuresIn(db),
    feedRows: feedRowsIn(db),
    forgotten: forgottenIn(db, clock),
    inbox: inboxIn(db, clock),
    intents: intentsIn(db, clock),
    journal: journalIn(db, clock),
    leases: leasesIn(db, leaseTime, isPostgres),
    liveChanges: liveChangesIn(db, clock),
    marks: marksIn(db),
    runs: runsIn(db, clock),
    forgetOdoo: (audienceId) => forgetOdoo(db, audienceId),
    tracesOf: (person) => tracesOf(db, person),
    compact: () => compact(db, isPostgres),
    transaction: (work) => {
      if (db.isTransaction) return work(store);
      return db.transaction().execute((transaction) => work(storeOn(transaction, kind)));
    },
    close: () => db.destroy(),
  };
  return store;
}

/**
 * What was deleted leaves the disk, too: SQLite would keep it in free pages and in its write-ahead log, PostgreSQL until
 * its own cleaning comes by.
 * @returns false when another process was at work on the store: then it is there for a while yet
 */
async function compact(db: Database, isPostgres: boolean): Promise<boolean> {
  try {
    if (isPostgres) {
      for (const table of tablesWithPeople) await sql`vacuum ${sql.table(table)}`.execute(db);
      return true;
    }
    await sql`vacuum`.execute(db);
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db);
    return rows[0]?.busy === 0;
  } catch (error) {
    if (error instanceof BridgeError && error.retryable) return false;
    throw error;
  }
}

/** Tables that hold what is true of one Odoo database's records. Runs, journal and inbox are no such thing. */
const tables = [
  'binding_records',
  'bindings',
  'consent_ledger',
  'auto_exports',
  'export_failures',
  'feed_rows',
  'intents',
  'marks',
] as const;

/** Leaves nothing known of Odoo's records; of one audience alone the mailing list stays bound. */
async function forgetOdoo(db: Database, audienceId?: string): Promise<void> {
  for (const table of tables) {
    const rows = db.deleteFrom(table);
    // Marks of the account as a whole are not about records.
    await (
      audienceId === undefined
        ? rows.where('audience_id', '!=', '')
        : rows.where('audience_id', '=', audienceId)
    ).execute();
  }
  if (audienceId === undefined) await db.deleteFrom('audiences').execute();
}

/** What records work: none of it is written by who has lost the lease it was done under. */
const recording = {
  audiences: ['save'],
  autoExports: ['save', 'remove'],
  bindings: ['save', 'remove', 'markAddon', 'forgetAddon'],
  consentHistory: ['append'],
  consentLedger: ['save', 'remove'],
  exportFailures: ['save', 'forget'],
  feedRows: ['save'],
  intents: ['open', 'close'],
  journal: ['append'],
  marks: ['set', 'clear'],
} as const satisfies { [Table in keyof Store]?: readonly (keyof Store[Table])[] };

/**
 * The same store, whose every transaction that records work is one of the holder of a lease (B71).
 * @param heldLease of the work that asks; null where none is needed
 */
export function fencedStore(store: Store, heldLease: () => Lease | null): Store {
  const transaction: Store['transaction'] = (work) => {
    const lease = heldLease();
    if (lease === null) return store.transaction(work);
    return store.transaction(async (inside) => {
      await lease.confirmIn(inside);
      return work(inside);
    });
  };
  const tables = Object.entries(recording).map(([table, methods]) => {
    const open = tableOf(store, table);
    const fenced = methods.map((method) => {
      const write = (...values: unknown[]): unknown =>
        heldLease() === null
          ? open[method]?.(...values)
          : transaction((inside) => Promise.resolve(tableOf(inside, table)[method]?.(...values)));
      return [method, write] as const;
    });
    return [table, { ...open, ...Object.fromEntries(fenced) }] as const;
  });
  return {
    ...store,
    ...(Object.fromEntries(tables) as Partial<Store>),
    forgetOdoo: (audienceId) => transaction((inside) => inside.forgetOdoo(audienceId)),
    transaction,
  };
}

type Table = Record<string, ((...values: unknown[]) => unknown) | undefined>;

const tableOf = (store: Store, table: string): Table => store[table as keyof Store] as unknown as Table;
