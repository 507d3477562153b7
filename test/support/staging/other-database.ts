import { connectPostgres } from '../../../src/staging/connect-postgres.js';
import { startSmallOdoo, type SmallOdoo } from '../../../src/small-odoo/small-odoo.js';
import { createDatabase, dropDatabase } from '../../../src/staging/databases.js';
import { versionFacts, type OdooVersion } from '../../../src/staging/odoo-version.js';
import { readStagingState } from '../../../src/staging/staging-state.js';
import type { TestOdoo } from './describe-odoo.js';
import { testDatabase } from './test-database.js';

/** One more fresh database beside the suite's own, on the same host, for as long as `work` takes. */
export async function withOtherDatabase(
  odoo: TestOdoo,
  work: (other: Pick<TestOdoo, 'url' | 'database'>) => Promise<void>,
): Promise<void> {
  if (odoo.isSmall) return withOtherSmall(work);
  const state = readStagingState(odoo.version);
  if (state === null) throw new Error(`no staging Odoo ${odoo.version}`);
  const database = testDatabase(state, 'tmpl');
  await database.create();
  try {
    await work({ url: odoo.url, database: database.name });
  } finally {
    await database.drop();
  }
}

async function withOtherSmall(work: (other: SmallOdoo) => Promise<void>): Promise<void> {
  const other = await startSmallOdoo({ database: 'other' });
  try {
    await work(other);
  } finally {
    await other.close();
  }
}

/** Past Odoo, for what nobody can write through it. */
export async function inPostgres(
  { version, database }: Pick<TestOdoo, 'version' | 'database'>,
  query: string,
  values: unknown[] = [],
): Promise<void> {
  const postgres = await connectPostgres(versionFacts(version).postgresPort, database);
  try {
    await postgres.query(query, values);
  } finally {
    await postgres.end();
  }
}

/** A table nobody can write to, and everybody read, until it is disposed of. */
export async function lockTable(
  { version, database }: Pick<TestOdoo, 'version' | 'database'>,
  table: string,
): Promise<AsyncDisposable> {
  const postgres = await connectPostgres(versionFacts(version).postgresPort, database);
  await postgres.query('begin');
  await postgres.query(`lock table ${table} in share row exclusive mode`);
  return { [Symbol.asyncDispose]: () => postgres.end() };
}

/** A backup of the suite's database as it is now. @returns what restores it, once */
export async function backUp({ version, database }: TestOdoo): Promise<() => Promise<void>> {
  const backup = `${database}_backup`;
  await copyDatabase(version, database, backup);
  return async () => {
    await dropDatabase(version, database);
    await copyDatabase(version, backup, database);
    await dropDatabase(version, backup);
  };
}

/** PostgreSQL copies a database that nobody is connected to; Odoo connects again by itself. */
async function copyDatabase(version: OdooVersion, from: string, to: string): Promise<void> {
  const postgres = await connectPostgres(versionFacts(version).postgresPort);
  try {
    await postgres.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [from]);
  } finally {
    await postgres.end();
  }
  await createDatabase(version, to, from);
}
