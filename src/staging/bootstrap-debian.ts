import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../support/errors.js';
import { execute } from './execute.js';
import { currentMounts, unmountBelow } from './mounts.js';
import type { VersionFacts } from './odoo-version.js';
import type { StagingPaths } from './staging-paths.js';

const mirror = 'http://deb.debian.org/debian';

/** Makes a minimal Debian in `paths.root`, in place of a half-made one. */
export async function bootstrapDebian(facts: VersionFacts, paths: StagingPaths): Promise<void> {
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
