import { existsSync, mkdirSync, rmSync, writeFileSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chrootOdoo } from './chroot-odoo.js';
import { keepClonesInMemory } from './clones-in-memory.js';
import { installPackages } from './install-packages.js';
import { mountChroot, unmountBelow, currentMounts } from './mounts.js';
import { versionFacts, type OdooVersion, type VersionFacts } from './odoo-version.js';
import { databaseSteps } from './prepare-templates.js';
import { readStagingState, saveStagingState } from './staging-state.js';
import { stagingPaths, type StagingPaths } from './staging-paths.js';
import { allStamped, runSteps, type Step } from './step.js';
import { ConfigurationError } from '../support/errors.js';
import { execute } from './execute.js';
import { spawn } from 'node:child_process';
import { answers } from './answers.js';
import { endProcess, isAlive, isProgram, readPid } from './processes.js';
import { servingArguments } from './run-odoo.js';
import { until } from './until.js';
import { inChroot } from './chroot.js';
import { connectPostgres } from './connect-postgres.js';

/** Sets up what is missing of a version and starts it; `report` gets a line per stage. */
export async function chrootUp(version: OdooVersion, report: (line: string) => void): Promise<void> {
  const facts = versionFacts(version);
  const paths = stagingPaths(version);
  mkdirSync(paths.home, { recursive: true, mode: 0o700 });
  if (readStagingState(version) === null) rmSync(join(paths.stamps, 'api-key'), { force: true });
  await resume(version);
  const steps = setupSteps(version);
  // An Odoo that still runs would hold on to what the databases were before.
  if (!allStamped(steps, paths.stamps)) await stopOdoo(facts, paths);
  await runSteps(steps, paths.stamps, report);
  await keepClonesInMemory(facts, paths);
  if (odooPid(facts, paths) === null) report('starting Odoo');
  await startOdoo(facts, paths);
}

/** Stops a version's servers and unmounts its file systems; does nothing when there are none. */
export async function chrootDown(version: OdooVersion): Promise<void> {
  const paths = stagingPaths(version);
  if (!existsSync(paths.home)) return;
  await stopOdoo(versionFacts(version), paths);
  await stopPostgres(paths);
  await unmountBelow(paths.root, paths.setupLog);
}

export function chrootRunning(version: OdooVersion): boolean {
  return odooPid(versionFacts(version), stagingPaths(version)) !== null;
}

/** Brings back what the finished steps rely on and a restart of the machine or `down` took away. */
async function resume(version: OdooVersion): Promise<void> {
  const paths = stagingPaths(version);
  if (!existsSync(join(paths.stamps, 'bootstrap'))) return;
  await mountChroot(paths.root, paths.setupLog);
  if (existsSync(join(paths.stamps, 'cluster'))) await startPostgres(paths);
}

function setupSteps(version: OdooVersion): Step[] {
  const facts = versionFacts(version);
  const paths = stagingPaths(version);
  return [
    { name: 'bootstrap', title: `making a Debian ${facts.suite}`, run: () => bootstrap(version) },
    { name: 'packages', title: 'installing Odoo and PostgreSQL', run: () => installPackages(facts, paths) },
    { name: 'cluster', title: 'starting PostgreSQL', run: () => createCluster(facts, paths) },
    ...databaseSteps(version, chrootOdoo(facts, paths), (apiKey) =>
      saveStagingState({ kind: 'chroot', apiKey }, paths.state),
    ),
  ];
}

async function bootstrap(version: OdooVersion): Promise<void> {
  const paths = stagingPaths(version);
  // What an earlier set-up left running would keep the old chroot from being unmounted.
  await chrootDown(version);
  await bootstrapDebian(versionFacts(version), paths);
  await mountChroot(paths.root, paths.setupLog);
}

const mirror = 'http://deb.debian.org/debian';

/** Makes a minimal Debian in `paths.root`, in place of a half-made one. */
async function bootstrapDebian(facts: VersionFacts, paths: StagingPaths): Promise<void> {
  const log = paths.setupLog;
  await removeRoot(paths);
  mkdirSync(paths.root, { recursive: true });
  await execute(['debootstrap', '--variant=minbase', facts.suite, paths.root, mirror], { log });
  configureApt(facts, paths.root);
}

/** Removes a chroot, and refuses to while anything is mounted in it: `/dev` in there is the machine's own. */
async function removeRoot(paths: StagingPaths): Promise<void> {
  await unmountBelow(paths.root, paths.setupLog);
  if (currentMounts(paths.root).length > 0) {
    throw new ConfigurationError(`${paths.root} still has file systems mounted in it`, {
      code: 'staging.mounted',
      hint: 'Unmount them by hand (see /proc/mounts), then run the same command again.',
    });
  }
  if (existsSync(paths.root))
    await execute(['rm', '-rf', '--one-file-system', paths.root], { log: paths.setupLog });
}

function configureApt(facts: VersionFacts, root: string): void {
  const write = (path: string, text: string, mode = 0o644) => writeFileSync(join(root, path), text, { mode });
  // Keeps the packages from starting their services at installation.
  write('usr/sbin/policy-rc.d', '#!/bin/sh\nexit 101\n', 0o755);
  // A mirror may be a frozen snapshot.
  write('etc/apt/apt.conf.d/99staging', 'Acquire::Check-Valid-Until "false";\n');
  if (facts.extraSuite === undefined) return;
  write('etc/apt/sources.list.d/extra.list', `deb ${mirror} ${facts.extraSuite} main\n`);
  write('etc/apt/preferences.d/extra', 'Package: *\nPin: release a=unstable\nPin-Priority: 50\n');
}

const portOption = ({ httpPort }: VersionFacts) => `--http-port=${httpPort}`;

/** The process id of the Odoo that serves this version, or null. */
function odooPid(facts: VersionFacts, paths: StagingPaths): number | null {
  const pid = readPid(paths.odooPid);
  return isProgram(pid, portOption(facts)) ? pid : null;
}

/** Starts Odoo in the background and returns once it answers; does nothing when it is running. */
async function startOdoo(facts: VersionFacts, paths: StagingPaths): Promise<void> {
  const pid = odooPid(facts, paths) ?? (await launch(facts, paths));
  const answering = async () => {
    if (await answers(`http://127.0.0.1:${facts.httpPort}`)) return true;
    if (isAlive(pid)) return false;
    throw new ConfigurationError(`Odoo stopped at its start: ${lastLine(paths.odooLog)}`, {
      code: 'staging.odoo_start',
      hint: `See ${paths.odooLog}.`,
    });
  };
  await until(answering, `Odoo does not answer on port ${facts.httpPort}: see ${paths.odooLog}`);
}

async function stopOdoo(facts: VersionFacts, paths: StagingPaths): Promise<void> {
  const pid = odooPid(facts, paths);
  if (pid !== null) await endProcess(pid);
  rmSync(paths.odooPid, { force: true });
}

async function launch(facts: VersionFacts, paths: StagingPaths): Promise<number> {
  if (await answers(`http://127.0.0.1:${facts.httpPort}`)) {
    throw new ConfigurationError(`Another server already answers on port ${facts.httpPort}`, {
      code: 'staging.port',
      hint: 'Stop it, then run the same command again.',
    });
  }
  const serving = [...servingArguments, '--http-interface', '127.0.0.1', portOption(facts)];
  const [program = '', ...args] = chrootOdoo(facts, paths).command(serving);
  const log = openSync(paths.odooLog, 'w');
  const child = spawn(program, args, { detached: true, stdio: ['ignore', log, log] });
  child.unref();
  const pid = child.pid ?? 0;
  writeFileSync(paths.odooPid, `${pid}\n`);
  return pid;
}

function lastLine(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '';
}

/** Makes the PostgreSQL cluster and the role `odoo`, in place of half-made ones. */
async function createCluster(facts: VersionFacts, paths: StagingPaths): Promise<void> {
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
async function startPostgres({ root, setupLog: log }: StagingPaths): Promise<void> {
  if (postgresRunning(root)) return;
  mkdirSync(join(root, 'run/postgresql'), { recursive: true });
  await execute(inChroot(root, 'chown', 'postgres:postgres', '/run/postgresql'), { log });
  await control(root, 'start', log);
}

/** Stops the cluster with its connections; does nothing when it is not running. */
async function stopPostgres({ root, setupLog: log }: StagingPaths): Promise<void> {
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
