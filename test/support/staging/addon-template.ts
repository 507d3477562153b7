import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { installAddon } from '../../../src/addon/engine/manage-addon.js';
import { connectOdoo } from '../../../src/odoo/connect.js';
import { connectPostgres } from '../../../src/staging/connect-postgres.js';
import { createDatabase, dropDatabase } from '../../../src/staging/databases.js';
import { stagingPaths } from '../../../src/staging/staging-paths.js';
import type { StagingState } from '../../../src/staging/staging-state.js';
import { withLock } from '../../../src/staging/with-lock.js';
import { systemClock } from '../../../src/support/clock.js';
import { Secret } from '../../../src/support/secret.js';

const prefix = 'tmpl_face_';
/** Several checkouts may share the servers. */
const kept = 3;

/**
 * Name of a template that has the addon of this checkout, made by the first suite that asks for it: an installation
 * takes seconds, a clone of one a moment.
 */
export async function addonTemplate(state: StagingState): Promise<string> {
  const lock = join(stagingPaths(state.version).home, 'addon-template.lock');
  return withLock(
    lock,
    () => undefined,
    async () => {
      const postgres = await connectPostgres(state.postgresPort);
      try {
        return await existingOrNew(postgres, state);
      } finally {
        await postgres.end();
      }
    },
  );
}

async function existingOrNew(postgres: pg.Client, state: StagingState): Promise<string> {
  const databases = await listDatabases(postgres);
  const name = `${prefix}${fingerprint(databases.find((one) => one.name === 'tmpl')?.oid ?? '')}`;
  if (databases.some((one) => one.name === name)) return name;
  const others = databases.filter((one) => one.name.startsWith(prefix));
  for (const old of others.slice(0, Math.max(0, others.length - kept + 1)))
    await dropDatabase(state.version, old.name);
  const made = await install(state);
  await postgres.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [made]);
  await postgres.query(`alter database ${made} set tablespace pg_default`);
  await postgres.query(`alter database ${made} rename to ${name}`);
  return name;
}

/** Oldest first. */
async function listDatabases(postgres: pg.Client): Promise<{ name: string; oid: string }[]> {
  const query = 'select datname as name, oid::text as oid from pg_database order by pg_database.oid';
  return (await postgres.query<{ name: string; oid: string }>(query)).rows;
}

/** In a database of a name that Odoo serves, and that is cleared away should this process be killed. */
async function install({ version, url, username, password }: StagingState): Promise<string> {
  const database = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await createDatabase(version, database);
  const login = { username, password: new Secret(password), protocol: 'jsonrpc' } as const;
  const odoo = await connectOdoo({ url, database, ...login }, { clock: systemClock });
  await installAddon(odoo, { dryRun: false });
  await odoo.close();
  return database;
}

/** Of everything the installed addon depends on. */
function fingerprint(template: string): string {
  const folder = join(import.meta.dirname, '../../../src/addon');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const hash = createHash('sha256').update(template);
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}
