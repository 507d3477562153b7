import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { inChroot } from './chroot.js';
import { execute } from './execute.js';
import type { VersionFacts } from './odoo-version.js';
import type { StagingPaths } from './staging-paths.js';

/** Installs Odoo and PostgreSQL in a chroot that is mounted; goes on where an interrupted attempt stopped. */
export async function installPackages(
  facts: VersionFacts,
  { root, setupLog: log }: StagingPaths,
): Promise<void> {
  if (existsSync('/etc/resolv.conf')) copyFileSync('/etc/resolv.conf', join(root, 'etc/resolv.conf'));
  await execute(inChroot(root, 'dpkg', '--configure', '-a'), { log });
  await execute(inChroot(root, 'apt-get', 'update'), { log });
  await execute(inChroot(root, 'apt-get', 'install', '-y', '--no-install-recommends', ...facts.packages), {
    log,
  });
}

/** Installs debootstrap on the machine itself when it is missing. */
export async function ensureDebootstrap(log: string): Promise<void> {
  if (existsSync('/usr/sbin/debootstrap') || existsSync('/usr/bin/debootstrap')) return;
  const aptGet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  await execute([...aptGet, 'update'], { log });
  await execute([...aptGet, 'install', '-y', '--no-install-recommends', 'debootstrap'], { log });
}
