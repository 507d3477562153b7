import { join } from 'node:path';
import { chrootDown, chrootRunning, chrootUp } from './chroot-server.js';
import { chooseKind } from './choose-kind.js';
import { dropAbandonedDatabases } from './databases.js';
import { dockerDown, dockerRunning, dockerUp } from './docker-server.js';
import { ensureDebootstrap } from './install-packages.js';
import type { OdooVersion } from './odoo-version.js';
import { readStagingState } from './staging-state.js';
import { stagingHome } from './staging-paths.js';
import { withLock } from './with-lock.js';

/** A line about the progress of one version. */
export type Report = (version: OdooVersion, line: string) => void;

/** Makes the staging servers that are missing and starts those that are not running, side by side. */
export async function stagingUp(versions: readonly OdooVersion[], report: Report): Promise<void> {
  await locked(versions, report, async () => {
    const kind = await chooseKind(versions);
    if (kind === 'chroot') await ensureDebootstrap(join(stagingHome(), 'debootstrap.log'));
    const up = kind === 'chroot' ? chrootUp : dockerUp;
    await all(versions, async (version) => {
      await up(version, (line) => report(version, line));
      await dropAbandonedDatabases(version);
    });
  });
}

/** Stops the staging servers; what has been set up stays for the next time. */
export async function stagingDown(
  versions: readonly OdooVersion[],
  report: Report = () => undefined,
): Promise<void> {
  await locked(versions, report, () =>
    all(versions, (version) => (isDocker(version) ? dockerDown(version) : chrootDown(version))),
  );
}

export function stagingRunning(version: OdooVersion): boolean {
  return isDocker(version) ? dockerRunning(version) : chrootRunning(version);
}

const isDocker = (version: OdooVersion) => readStagingState(version)?.kind === 'docker';

function locked(versions: readonly OdooVersion[], report: Report, work: () => Promise<void>): Promise<void> {
  return withLock(
    join(stagingHome(), 'lock'),
    (line) => versions.forEach((version) => report(version, line)),
    work,
  );
}

/** Lets every version come to its end before the first failure is thrown: none is left half-way. */
async function all(
  versions: readonly OdooVersion[],
  work: (version: OdooVersion) => Promise<void>,
): Promise<void> {
  const results = await Promise.allSettled(versions.map(work));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
