import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** The process id that a pid file's first line holds, or null. */
export function readPid(file: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return pid > 1 ? pid : null;
  } catch {
    return null;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Whether the process still is the program the pid file was written for; ids are given out again. */
export function isProgram(pid: number | null, name: string): boolean {
  if (pid === null || !isAlive(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(name);
  } catch {
    return false;
  }
}

/** Asks a process to end, and ends it after `patienceMs`. */
export async function endProcess(pid: number, patienceMs = 10_000): Promise<void> {
  signal(pid, 'SIGTERM');
  for (let waited = 0; waited < patienceMs && isAlive(pid); waited += 100) await delay(100);
  if (isAlive(pid)) signal(pid, 'SIGKILL');
  for (let waited = 0; waited < 5_000 && isAlive(pid); waited += 100) await delay(100);
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in the meantime.
  }
}
