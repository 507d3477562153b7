import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, readPid } from './processes.js';

/** Does the work while no other process does any under the same lock file; waits for a living holder. */
export async function withLock<T>(
  file: string,
  report: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  for (let round = 0; !acquire(file); round += 1) {
    if (round === 0) report(`waiting for another staging command (process ${readPid(file) ?? 'unknown'})`);
    await delay(500);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** Takes the lock if nobody alive has it. */
export function acquire(file: string): boolean {
  if (create(file)) return true;
  const holder = readPid(file);
  if (holder !== null && isAlive(holder)) return false;
  removeStale(file, holder);
  return create(file);
}

function create(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

/** Two processes may find the same dead holder: the later one must not remove the lock of the earlier one. */
function removeStale(file: string, dead: number | null): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    const taken = readPid(aside);
    if (taken !== dead && taken !== null) writeFileSync(file, readFileSync(aside), { flag: 'wx' });
    rmSync(aside, { force: true });
  } catch {
    // Somebody else was faster; the next attempt sees their lock.
  }
}
