import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountLockName, withAccountLock } from '../../src/app/account-lock.js';
import { openStore } from '../../src/store/open-store.js';
import type { Store } from '../../src/store/store.js';
import { BusyError } from '../../src/support/errors.js';
import { quickClock, type QuickClock } from '../mailchimp/quick-clock.js';

const minute = 60_000;
const elsewhere = 'another-machine:1234';

describe('B42: two runs on one account never overlap', () => {
  let folder: string;
  let clock: QuickClock;
  let store: Store;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'odoo-mailchimp-lock-'));
    clock = quickClock();
    store = await openStore(join(folder, 'store.db'), { clock });
  });

  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (work: () => Promise<unknown>, change: { wait?: boolean; signal?: AbortSignal } = {}) =>
    withAccountLock(
      store.leases,
      { clock, wait: false, signal: new AbortController().signal, ...change },
      work,
    );
  const holder = async () => (await store.leases.holderOf(accountLockName))?.holder ?? null;

  it('the lock is held while the work is done, and let go afterwards', async () => {
    const during = await run(holder);

    expect([during, await holder()]).toEqual([`${hostname()}:${process.pid}`, null]);
  });

  it('it is let go when the work fails, too', async () => {
    await expect(run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');

    expect(await holder()).toBeNull();
  });

  it('the second leaves, and says who holds it', async () => {
    await store.leases.acquire(accountLockName, elsewhere, minute);
    let worked = false;

    const error: unknown = await run(() => Promise.resolve((worked = true))).catch(
      (reason: unknown) => reason,
    );

    expect(error).toBeInstanceOf(BusyError);
    expect(error).toMatchObject({ code: 'lock.held', message: expect.stringContaining(elsewhere) });
    expect(worked).toBe(false);
    expect(await holder()).toBe(elsewhere);
  });

  it('or it waits until the lease of the first has run out', async () => {
    await store.leases.acquire(accountLockName, elsewhere, minute);
    const startedAt = clock.now().getTime();

    await run(() => Promise.resolve(), { wait: true });

    expect(clock.now().getTime() - startedAt).toBeGreaterThanOrEqual(minute);
  });

  it('waiting ends with Ctrl-C', async () => {
    await store.leases.acquire(accountLockName, elsewhere, minute);
    const stop = new AbortController();
    stop.abort(new Error('stopped by the user'));

    await expect(run(() => Promise.resolve(), { wait: true, signal: stop.signal })).rejects.toThrow(
      'stopped',
    );
  });

  it('the lock of a dead process of this machine is taken over at once', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await store.leases.acquire(accountLockName, `${hostname()}:${pid}`, minute);

    expect(await run(holder)).toBe(`${hostname()}:${process.pid}`);
    expect(clock.pauses).toEqual([]);
  });
});
