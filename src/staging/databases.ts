import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { connectPostgres } from './connect-postgres.js';
import { versionFacts, type OdooVersion } from './odoo-version.js';

/** A database nothing connects to, so that it can be cloned: Odoo with mass_mailing and contacts, or contacts only. */
export type Template = 'tmpl' | 'tmpl_bare';

/** Clones a template. Odoo serves the clone when its name starts with `test`. */
export async function createDatabase(version: OdooVersion, name: string, template = 'tmpl'): Promise<void> {
  const clone = `create database ${quoted(name)} template ${quoted(template)} owner odoo`;
  await withPostgres(version, (client) => retryInUse(() => client.query(clone)));
}

/** Drops a database with all connections to it; nothing happens when there is none. */
export async function dropDatabase(version: OdooVersion, name: string): Promise<void> {
  await withPostgres(version, (client) =>
    client.query(`drop database if exists ${quoted(name)} with (force)`),
  );
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
