import { hostname } from 'node:os';
import type { Leases } from '../store/leases.js';
import { BusyError } from '../support/errors.js';
import type { Clock } from '../support/clock.js';
import { keepRenewed } from '../support/keep-renewed.js';

const name = 'account';
const ttlMs = 60_000;
const renewMs = 15_000;
const pollMs = 500;

export const accountLockName = name;

export interface LockOptions {
  /** Wait for the other run instead of leaving (B42). */
  wait: boolean;
  clock: Clock;
  signal: AbortSignal;
}

/**
 * Runs `work` while holding the account's lock (B42). The lock of a process that died on this machine is taken
 * over at once, any other dead one when its lease has run out. A run whose lock was taken over is told to stop.
 * @throws BusyError `lock.held` when another run holds it and `wait` is off
 */
export async function withAccountLock<T>(
  leases: Leases,
  options: LockOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const holder = `${hostname()}:${process.pid}`;
  let lease = await acquire(leases, holder);
  while (lease === null && options.wait) {
    await options.clock.sleep(pollMs, options.signal);
    lease = await acquire(leases, holder);
  }
  if (lease === null) throw await heldByAnother(leases);
  const taken = lease;
  const held = { everyMs: renewMs, renew: () => taken.renew(), lost: lockLost, signal: options.signal };
  try {
    return await keepRenewed(held, work);
  } finally {
    await taken.release();
  }
}

async function acquire(leases: Leases, holder: string): ReturnType<Leases['acquire']> {
  const lease = await leases.acquire(name, holder, ttlMs);
  if (lease !== null) return lease;
  const current = await leases.holderOf(name);
  if (current === null || !isDead(current.holder)) return null;
  await leases.evict(name, current.holder);
  return leases.acquire(name, holder, ttlMs);
}

function lockLost(): BusyError {
  return new BusyError(
    'Another run has taken over this account, since this one was not heard of for too long',
    {
      code: 'lock.lost',
      hint: 'The machine may have slept; run the command again.',
    },
  );
}

async function heldByAnother(leases: Leases): Promise<BusyError> {
  const current = await leases.holderOf(name);
  const who = current === null ? '' : ` (${current.holder}, until ${current.expiresAt})`;
  return new BusyError(`Another run works on this account${who}`, {
    code: 'lock.held',
    hint: 'Wait for it to end, or use --wait.',
  });
}

/** Whether the holder was a process of this machine that is gone. */
function isDead(holder: string): boolean {
  const [host, pid] = [
    holder.slice(0, holder.lastIndexOf(':')),
    Number(holder.slice(holder.lastIndexOf(':') + 1)),
  ];
  if (host !== hostname() || !Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
