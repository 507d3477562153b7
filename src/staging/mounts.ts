import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { execute } from './execute.js';

/** The mount points at or below a folder, innermost and newest first: the order to unmount them in. */
export function mountPointsBelow(folder: string, mounts: string): string[] {
  const points = mounts
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .map((point) =>
      point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))),
    );
  return points.filter((point) => point === folder || point.startsWith(folder + sep)).reverse();
}

export function currentMounts(folder: string): string[] {
  return mountPointsBelow(folder, readFileSync('/proc/mounts', 'utf8'));
}

/** Mounts what programs in the chroot need; does nothing when it is mounted already. */
export async function mountChroot(root: string, log: string): Promise<void> {
  const mounted = currentMounts(root);
  if (!mounted.includes(join(root, 'proc')))
    await execute(['mount', '-t', 'proc', 'proc', join(root, 'proc')], { log });
  if (!mounted.includes(join(root, 'dev')))
    await execute(['mount', '--bind', '/dev', join(root, 'dev')], { log });
}

/** Unmounts everything at or below a folder; fails when something there is still in use. */
export async function unmountBelow(folder: string, log: string): Promise<void> {
  for (const point of currentMounts(folder)) await execute(['umount', point], { log });
}
