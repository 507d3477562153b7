import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inChroot } from './chroot.js';
import { connectPostgres } from './connect-postgres.js';
import { execute } from './execute.js';
import { currentMounts } from './mounts.js';
import type { VersionFacts } from './odoo-version.js';
import type { StagingPaths } from './staging-paths.js';

/** The tablespace of databases that are thrown away. */
export const clonesTablespace = 'clones';

const place = '/var/lib/postgresql/clones';

/**
 * Gives clones a place in memory: a database is some two thousand files, which takes a disk more than a second and
 * memory a twentieth of that. What was in there before `down` is gone, and its databases are dropped. To be called while
 * PostgreSQL runs; does nothing when the place is in use.
 */
export async function keepClonesInMemory(
  facts: VersionFacts,
  { root, setupLog: log }: StagingPaths,
): Promise<void> {
  const folder = join(root, place);
  mkdirSync(folder, { recursive: true });
  if (!currentMounts(root).includes(folder))
    await execute(['mount', '-t', 'tmpfs', '-o', 'mode=0700', 'tmpfs', folder], { log });
  if (readdirSync(folder).length > 0) return;
  await execute(inChroot(root, 'chown', 'postgres:postgres', place), { log });
  await makeTablespace(facts.postgresPort);
}

async function makeTablespace(port: number): Promise<void> {
  const client = await connectPostgres(port);
  try {
    const lost = await client.query<{ name: string }>(
      `select datname as name from pg_database join pg_tablespace on pg_tablespace.oid = dattablespace where spcname = '${clonesTablespace}'`,
    );
    for (const { name } of lost.rows)
      await client.query(`drop database ${client.escapeIdentifier(name)} with (force)`);
    await client.query(`drop tablespace if exists ${clonesTablespace}`);
    await client.query(`create tablespace ${clonesTablespace} location '${place}'`);
  } finally {
    await client.end();
  }
}
