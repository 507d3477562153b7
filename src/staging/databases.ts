import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { clonesTablespace } from './clones-in-memory.js';
import { connectPostgres } from './connect-postgres.js';
import { versionFacts, type OdooVersion } from './odoo-version.js';
import { isAlive } from './processes.js';

/**
 * Clones `tmpl` (mass_mailing and contacts), `tmpl_apps` (crm and event besides) or `tmpl_bare` (contacts only), which
 * nothing connects to. Odoo serves the clone when its name starts with `test`; such a one is kept in memory where the
 * server has a place for it there.
 */
export async function createDatabase(version: OdooVersion, name: string, template = 'tmpl'): Promise<void> {
  await withPostgres(version, async (client) => {
    const inMemory = name.startsWith('test') && (await hasClonesTablespace(client));
    const place = inMemory ? ` tablespace ${clonesTablespace}` : '';
    const clone = `create database ${quoted(name)} template ${quoted(template)} owner odoo${place}`;
    await retryInUse(() => client.query(clone));
  });
}

async function hasClonesTablespace(client: pg.Client): Promise<boolean> {
  const query = 'select 1 from pg_tablespace where spcname = $1';
  return (await client.query(query, [clonesTablespace])).rowCount === 1;
}

/** Drops a database with all connections to it; nothing happens when there is none. */
export async function dropDatabase(version: OdooVersion, name: string): Promise<void> {
  await withPostgres(version, (client) =>
    client.query(`drop database if exists ${quoted(name)} with (force)`),
  );
}

/** Drops what suites left behind that were killed before they could clean up. */
export async function dropAbandonedDatabases(version: OdooVersion): Promise<void> {
  await withPostgres(version, async (client) => {
    const { rows } = await client.query<{ name: string }>('select datname as name from pg_database');
    for (const { name } of rows.filter((row) => isAbandoned(row.name))) {
      await client.query(`drop database if exists ${quoted(name)} with (force)`);
    }
  });
}

/** Whether the process that named the database after itself (test_<pid>_<random>) has ended. */
export function isAbandoned(name: string): boolean {
  const owner = /^test_(\d+)_[0-9a-f]+$/.exec(name)?.[1];
  return owner !== undefined && !isAlive(Number(owner));
}

async function withPostgres(
  version: OdooVersion,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = await connectPostgres(versionFacts(version).postgresPort);
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** PostgreSQL refuses to clone a database that a maintenance process is looking at (object_in_use). */
async function retryInUse(work: () => Promise<unknown>, attempts = 5): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (attempts <= 1 || !(error instanceof pg.DatabaseError) || error.code !== '55006') throw error;
    await delay(500);
    await retryInUse(work, attempts - 1);
  }
}

const quoted = (name: string) => pg.escapeIdentifier(name);
