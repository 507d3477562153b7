import {
  existsSync,
  readFileSync,
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
import { join, dirname, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigurationError } from '../support/errors.js';

/**
 * Puts a variable into `.env` of the folder, made for the owner of the folder only where there is none; every
 * other line stays, and so do a link, the owner and the mode.
 * @param change gives the new value from the one before, null when there is none
 * @throws ConfigurationError `config.env_unwritable`
 */
export function saveInEnv(folder: string, name: string, change: (before: string | null) => string): void {
  const file = join(folder, '.env');
  try {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const line = `${name}=${quoted(change(parseEnv(text)[name] ?? null))}`;
    const own = new RegExp(`^(?:export +)?${name} *=.*$`, 'mu');
    const ended = text === '' || text.endsWith('\n') ? text : `${text}\n`;
    // It may hold what is told only once.
    writeThrough(file, own.test(text) ? text.replace(own, () => line) : `${ended}${line}\n`);
  } catch (cause) {
    throw new ConfigurationError(`${name} can’t be written into ${file}`, {
      code: 'config.env_unwritable',
      hint: 'Give the user who runs this the right to write there.',
      cause,
    });
  }
}

/** Docker's `--env-file` takes quotes for a part of the value: only where they are needed. */
function quoted(value: string): string {
  return /^[\w:,+/=.~-]*$/u.test(value) ? value : `'${value}'`;
}

/**
 * Writes a file of secrets whole or not at all, and leaves it what it was: a link stays a link, and owner and mode stay,
 * also under sudo; but nobody else's eyes are let in. A new one is for the owner of its folder only.
 */
function writeThrough(file: string, text: string): void {
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
