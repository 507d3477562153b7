import {
  chmodSync,
  chownSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Writes a file of secrets whole or not at all, and leaves it what it was: a link stays a link, and owner and mode stay,
 * also under sudo; but nobody else's eyes are let in. A new one is for the owner of its folder only.
 */
export function writeThrough(file: string, text: string): void {
  const target = targetOf(file);
  const before = statSync(target, { throwIfNoEntry: false });
  const draft = `${target}.${process.pid}`;
  try {
    const mode = before === undefined ? 0o600 : closed(before.mode);
    writeFileSync(draft, text, { mode: 0o600 });
    give(draft, before ?? statSync(dirname(target)), before !== undefined);
    chmodSync(draft, mode);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    if (before === undefined) throw error;
    // Its owner can't be kept, or nothing can be put beside it, as where a container has this one file mounted.
    writeFileSync(target, text);
  }
}

/** What everybody may read is from now on its owner's alone: a secret is in it. A mode that shuts others out is somebody's choice. */
function closed(mode: number): number {
  return (mode & 0o007) === 0 ? mode & 0o777 : mode & 0o700;
}

/** Where a link leads, if only to a file that is not there yet. */
function targetOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    try {
      return resolve(dirname(file), readlinkSync(file));
    } catch {
      return file;
    }
  }
}

/** Only root can give a file away, so only then does a new one get the owner of its folder. */
function give(draft: string, { uid, gid }: Stats, isOwners: boolean): void {
  const own = statSync(draft);
  const isSame = own.uid === uid && own.gid === gid;
  if (isSame || (!isOwners && process.getuid?.() !== 0)) return;
  chownSync(draft, uid, gid);
}
