import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { acquire, withLock } from '../../src/staging/with-lock.js';
import { temporaryFolder } from './temporary-folder.js';

describe('the lock of the staging commands', () => {
  const path = temporaryFolder();
  const silent = () => undefined;

  it('is held during the work and given back after it', async () => {
    const held = await withLock(path('lock'), silent, () => Promise.resolve(existsSync(path('lock'))));

    expect(held).toBe(true);
    expect(existsSync(path('lock'))).toBe(false);
  });

  it('is given back after a failure', async () => {
    const work = withLock(path('lock'), silent, () => Promise.reject(new Error('no disk')));

    await expect(work).rejects.toThrow('no disk');
    expect(existsSync(path('lock'))).toBe(false);
  });

  it('is not taken from a living process', () => {
    writeFileSync(path('lock'), `${process.ppid}\n`);

    expect(acquire(path('lock'))).toBe(false);
  });

  it('is taken over from a process that has ended', () => {
    writeFileSync(path('lock'), `${endedProcess()}\n`);

    expect(acquire(path('lock'))).toBe(true);
    expect(readFileSync(path('lock'), 'utf8').trim()).toBe(String(process.pid));
  });

  it('is taken over when its file holds nothing', () => {
    writeFileSync(path('lock'), '');

    expect(acquire(path('lock'))).toBe(true);
  });
});

function endedProcess(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}
