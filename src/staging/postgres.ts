import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inChroot } from './chroot.js';
import { connectPostgres } from './connect-postgres.js';
import { execute } from './execute.js';
import type { VersionFacts } from './odoo-version.js';
import { isProgram, readPid } from './processes.js';
import type { StagingPaths } from './staging-paths.js';

/** Makes the PostgreSQL cluster and the role `odoo`, in place of half-made ones. */
export async function createCluster(facts: VersionFacts, paths: StagingPaths): Promise<void> {
  const { root, setupLog: log } = paths;
  const version = postgresVersion(root);
  if (existsSync(join(root, 'etc/postgresql', version, 'main'))) {
    await execute(inChroot(root, 'pg_dropcluster', '--stop', version, 'main'), { log });
  }
  const create = ['pg_createcluster', version, 'main', '--port', String(facts.postgresPort)];
  await execute(inChroot(root, ...create, '--encoding', 'UTF8', '--locale', 'C.UTF-8'), { log });
  writeFileSync(join(root, 'etc/postgresql', version, 'main/conf.d/staging.conf'), settings(facts));
  await startPostgres(paths);
  const role = "create role odoo superuser createdb login password 'odoo'";
  const psql = ['su', 'postgres', '-c', `psql -v ON_ERROR_STOP=1 -p ${facts.postgresPort} -c "${role}"`];
  await execute(inChroot(root, ...psql), { log });
  const client = await connectPostgres(facts.postgresPort);
  await client.end();
}

// The databases are thrown away anyway, so nothing has to survive a power cut.
const settings = ({ postgresPort }: VersionFacts) => `port = ${postgresPort}
listen_addresses = '127.0.0.1'
fsync = off
synchronous_commit = off
full_page_writes = off
`;

/** Starts the cluster; does nothing when it is running. */
export async function startPostgres({ root, setupLog: log }: StagingPaths): Promise<void> {
  if (postgresRunning(root)) return;
  mkdirSync(join(root, 'run/postgresql'), { recursive: true });
  await execute(inChroot(root, 'chown', 'postgres:postgres', '/run/postgresql'), { log });
  await control(root, 'start', log);
}

/** Stops the cluster with its connections; does nothing when it is not running. */
export async function stopPostgres({ root, setupLog: log }: StagingPaths): Promise<void> {
  if (postgresRunning(root)) await control(root, 'stop', log);
}

async function control(root: string, action: 'start' | 'stop', log: string): Promise<void> {
  const options = ['--skip-systemctl-redirect', ...(action === 'stop' ? ['--mode', 'fast'] : [])];
  await execute(inChroot(root, 'pg_ctlcluster', ...options, postgresVersion(root), 'main', action), { log });
}

function postgresRunning(root: string): boolean {
  if (!existsSync(join(root, 'usr/lib/postgresql'))) return false;
  const pidFile = join(root, 'var/lib/postgresql', postgresVersion(root), 'main/postmaster.pid');
  return isProgram(readPid(pidFile), 'postgres');
}

function postgresVersion(root: string): string {
  return readdirSync(join(root, 'usr/lib/postgresql'))[0] ?? '';
}
