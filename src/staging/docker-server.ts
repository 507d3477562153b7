import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { connectPostgres } from './connect-postgres.js';
import { execute } from './execute.js';
import { versionFacts, type OdooVersion } from './odoo-version.js';
import { databaseSteps } from './prepare-templates.js';
import { servingArguments, type OdooProgram } from './run-odoo.js';
import { readStagingState, saveStagingState } from './staging-state.js';
import { stagingPaths } from './staging-paths.js';
import { runSteps, type Step } from './step.js';
import { until } from './until.js';
import { answers } from './answers.js';

const names = (version: OdooVersion) => {
  const prefix = `odoo-mailchimp-staging-${version}`;
  return {
    network: prefix,
    files: `${prefix}-files`,
    postgres: `${prefix}-postgres`,
    odoo: `${prefix}-odoo`,
  };
};

/** Sets up what is missing of a version in the official images and starts it. */
export async function dockerUp(version: OdooVersion, report: (line: string) => void): Promise<void> {
  const paths = stagingPaths(version);
  mkdirSync(paths.home, { recursive: true, mode: 0o700 });
  if (readStagingState(version) === null) rmSync(join(paths.stamps, 'api-key'), { force: true });
  const { postgres, odoo } = names(version);
  if (exists(postgres)) await docker(version, 'start', postgres);
  await runSteps(setupSteps(version), paths.stamps, report);
  await docker(version, 'start', odoo);
  const url = `http://127.0.0.1:${versionFacts(version).httpPort}`;
  await until(() => answers(url), `Odoo does not answer on ${url}: see docker logs ${odoo}`);
}

export async function dockerDown(version: OdooVersion): Promise<void> {
  const { odoo, postgres } = names(version);
  for (const name of [odoo, postgres]) if (exists(name)) await docker(version, 'stop', name);
}

export function dockerRunning(version: OdooVersion): boolean {
  return inspect(names(version).odoo) === 'true';
}

function setupSteps(version: OdooVersion): Step[] {
  const { state: file, setupLog: log } = stagingPaths(version);
  const program: OdooProgram = {
    command: (args) => ['docker', 'run', '--rm', '-i', ...odooRun(version, args)],
    log,
  };
  return [
    {
      name: 'postgres-container',
      title: 'fetching PostgreSQL and starting it',
      run: () => createPostgres(version),
    },
    ...databaseSteps(version, program, (apiKey) => saveStagingState({ kind: 'docker', apiKey }, file)),
    { name: 'odoo-container', title: 'creating the Odoo container', run: () => createOdoo(version) },
  ];
}

async function createPostgres(version: OdooVersion): Promise<void> {
  const { network, postgres } = names(version);
  if (exists(postgres)) await docker(version, 'rm', '-f', '-v', postgres);
  if (inspect(network, 'network') === null) await docker(version, 'network', 'create', network);
  const { postgresPort } = versionFacts(version);
  const account = ['-e', 'POSTGRES_USER=odoo', '-e', 'POSTGRES_PASSWORD=odoo', '-e', 'POSTGRES_DB=postgres'];
  const where = ['--name', postgres, '--network', network, '-p', `127.0.0.1:${postgresPort}:5432`];
  const speed = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];
  await docker(
    version,
    'run',
    '-d',
    ...where,
    ...account,
    version === 14 ? 'postgres:13' : 'postgres:17',
    ...speed,
  );
  const open = async () => (await connectPostgres(postgresPort)).end().then(() => true);
  await until(() => open().catch(() => false), `PostgreSQL does not answer: see docker logs ${postgres}`);
}

async function createOdoo(version: OdooVersion): Promise<void> {
  const { odoo } = names(version);
  if (exists(odoo)) await docker(version, 'rm', '-f', odoo);
  const publish = ['-p', `127.0.0.1:${versionFacts(version).httpPort}:8069`];
  await docker(version, 'create', '--name', odoo, ...publish, ...odooRun(version, servingArguments));
}

/** What follows `docker run` or `docker create`: the image's entry point adds the database's address. */
function odooRun(version: OdooVersion, args: readonly string[]): string[] {
  const { network, files, postgres } = names(version);
  const account = ['-e', `HOST=${postgres}`, '-e', 'USER=odoo', '-e', 'PASSWORD=odoo'];
  return [
    '--network',
    network,
    '-v',
    `${files}:/var/lib/odoo`,
    ...account,
    `odoo:${version}`,
    'odoo',
    ...args,
  ];
}

async function docker(version: OdooVersion, ...args: string[]): Promise<void> {
  await execute(['docker', ...args], { log: stagingPaths(version).setupLog });
}

const exists = (container: string) => inspect(container) !== null;

/** Whether a container is running, as Docker prints it; null when there is none. */
function inspect(name: string, type: 'container' | 'network' = 'container'): string | null {
  const format = type === 'container' ? '{{.State.Running}}' : '{{.Name}}';
  const options = ['inspect', '--type', type, '--format', format, name];
  const { status, stdout } = spawnSync('docker', options, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}
