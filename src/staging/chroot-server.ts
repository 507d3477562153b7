import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrapDebian } from './bootstrap-debian.js';
import { chrootOdoo } from './chroot-odoo.js';
import { keepClonesInMemory } from './clones-in-memory.js';
import { installPackages } from './install-packages.js';
import { mountChroot, unmountBelow } from './mounts.js';
import { versionFacts, type OdooVersion } from './odoo-version.js';
import { createCluster, startPostgres, stopPostgres } from './postgres.js';
import { databaseSteps } from './prepare-templates.js';
import { odooPid, startOdoo, stopOdoo } from './serve-odoo.js';
import { readStagingState, saveStagingState } from './staging-state.js';
import { stagingPaths } from './staging-paths.js';
import { allStamped, runSteps, type Step } from './step.js';

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
