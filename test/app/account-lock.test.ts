import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountLockName, withAccountLock, type LockOptions } from '../../src/app/account-lock.js';
import { openStore } from '../../src/store/open-store.js';
import type { Store } from '../../src/store/store.js';
import type { Clock } from '../../src/support/clock.js';
import { BusyError } from '../../src/support/errors.js';
import { openWriteGate } from '../../src/support/write-gate.js';
import { quickClock, type QuickClock } from '../mailchimp/quick-clock.js';

const minute = 60_000;
const elsewhere = 'another-machine:1234';

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

describe('B42: two runs on one account never overlap', () => {
  const run = (
    work: () => Promise<unknown>,
    change: { wait?: boolean; signal?: AbortSignal; isBrief?: boolean } = {},
  ) =>
    withAccountLock(
      store.leases,
      { clock, gate: openWriteGate(), wait: false, signal: new AbortController().signal, ...change },
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

  it('the lock that a process of the same number had before this one began is taken over at once', async () => {
    const before = { now: () => new Date(performance.timeOrigin - 2 * minute), sleep: clock.sleep };
    const earlier = await openStore(join(folder, 'store.db'), { clock: before });
    await earlier.leases.acquire(accountLockName, `${hostname()}:${process.pid}`, minute);
    await earlier.close();

    expect(await run(holder)).toBe(`${hostname()}:${process.pid}`);
  });
});

describe('B42: the brief work of serve', () => {
  const take = (work: () => Promise<unknown>, change: Partial<LockOptions> = {}) =>
    withAccountLock(
      store.leases,
      { clock, gate: openWriteGate(), wait: false, signal: new AbortController().signal, ...change },
      work,
    );
  /** A clock on which something happens after some pauses. */
  const whenPaused = (times: number, happen: () => Promise<unknown> | undefined): Clock => ({
    now: clock.now,
    async sleep(ms, signal) {
      await clock.sleep(ms, signal);
      if (clock.pauses.length === times) await happen();
    },
  });
  const done = () => Promise.resolve('done');
  const waited = () => clock.pauses.reduce((sum, pause) => sum + pause, 0);

  it('are waited for by a run that would not wait for another run', async () => {
    const brief = await store.leases.acquire(accountLockName, `${elsewhere}:turn`, minute);

    expect(await take(done, { clock: whenPaused(3, () => brief?.release()) })).toBe('done');
  });

  it('but not for ever', async () => {
    await store.leases.acquire(accountLockName, `${elsewhere}:turn`, 60 * minute);

    await expect(take(done)).rejects.toMatchObject({ code: 'lock.held' });

    expect(waited()).toBeLessThan(3 * minute);
  });

  it('let a run go first that waits', async () => {
    const order: string[] = [];
    const long = await store.leases.acquire(accountLockName, elsewhere, 10 * minute);

    const later = whenPaused(8, () => long?.release());
    const run = take(() => Promise.resolve(order.push('run')), { wait: true, clock: later });
    const brief = take(() => Promise.resolve(order.push('brief work')), { isBrief: true, clock: later });
    await Promise.all([run, brief]);

    expect(order).toEqual(['run', 'brief work']);
  });

  it('wait for a run themselves, however long it takes', async () => {
    await store.leases.acquire(accountLockName, elsewhere, 30 * minute);

    expect(await take(done, { isBrief: true })).toBe('done');

    expect(waited()).toBeGreaterThanOrEqual(30 * minute);
  });

  it('go on when a run that waited is gone', async () => {
    await store.leases.acquire('account/next', elsewhere, 5_000);

    expect(await take(done, { isBrief: true })).toBe('done');

    expect(waited()).toBeLessThan(10_000);
  });

  it('of a process that died are taken over at once', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await store.leases.acquire(accountLockName, `${hostname()}:${pid}:turn`, minute);

    expect(await take(done)).toBe('done');

    expect(clock.pauses).toEqual([]);
  });
});
