import { hostname } from 'node:os';
import { lockLost, type Lease, type Leases } from '../store/leases.js';
import { BusyError } from '../support/errors.js';
import type { Clock } from '../support/clock.js';
import { keepRenewed } from '../support/keep-renewed.js';
import type { WriteGate } from '../support/write-gate.js';

const name = 'account';
/** Held by a run that waits, so that no brief work is begun before it. */
const nextName = 'account/next';
const usualLeaseMs = 60_000;
/** Of a lease; so often it is renewed. */
const renewShare = 1 / 4;
const runPollMs = 500;
const briefPollMs = 100;
const nextTtlMs = 5_000;
/** Brief work is a matter of seconds; a run that would not wait for another run waits for it all the same. */
const longestBriefMs = 120_000;

export const accountLockName = name;

const own = `${hostname()}:${process.pid}`;
/** Ends the holder's name of brief work. */
const briefMark = ':turn';

export interface LockOptions {
  /** Wait for the other run instead of leaving (B42). */
  wait: boolean;
  clock: Clock;
  /** Ends the waiting, and the work. */
  signal: AbortSignal;
  /** Ends the work, when that is to go on longer than the waiting. */
  workSignal?: AbortSignal;
  /** What the work writes is written as long as the lock is held, and not a moment longer (B71). */
  gate: WriteGate<Lease>;
  /** How long the lock is held by who isn't heard of [a minute]. */
  leaseMs?: number;
  /** One of the many short pieces of work of `serve`: it lets every run go first that waits. */
  isBrief?: boolean;
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
  const { isBrief = false, gate, leaseMs = usualLeaseMs } = options;
  const taken = await (isBrief ? obtainBriefly : obtainRun)(leases, { ...options, leaseMs });
  const signal = options.workSignal ?? options.signal;
  const held = { everyMs: leaseMs * renewShare, renew: () => taken.renew(), lost: lockLost, signal };
  try {
    return await keepRenewed(held, (under) => gate.during(taken, () => work(under)));
  } finally {
    await taken.release();
  }
}

type Obtaining = LockOptions & { leaseMs: number };

/** Waits for whoever is there, and lets a run go first that waits, too. */
async function obtainBriefly(leases: Leases, { clock, signal, leaseMs }: Obtaining): Promise<Lease> {
  for (;;) {
    const isRunNext = (await leases.holderOf(nextName)) !== null;
    const lease = isRunNext ? null : await acquire(leases, `${own}${briefMark}`, leaseMs);
    if (lease !== null) return lease;
    await clock.sleep(briefPollMs, signal);
  }
}

async function obtainRun(leases: Leases, { wait, clock, signal, leaseMs }: Obtaining): Promise<Lease> {
  const giveUpAt = clock.now().getTime() + longestBriefMs;
  let next: Lease | null = null;
  try {
    for (;;) {
      const lease = await acquire(leases, own, leaseMs);
      if (lease !== null) return lease;
      const current = await leases.holderOf(name);
      const endsSoon = isHeldBriefly(current) && clock.now().getTime() < giveUpAt;
      if (!wait && !endsSoon) throw held(current);
      next = await queueUp(leases, next);
      await clock.sleep(endsSoon ? briefPollMs : runPollMs, signal);
    }
  } finally {
    await next?.release();
  }
}

/** One run at a time is next; others that wait come after it. */
async function queueUp(leases: Leases, next: Lease | null): Promise<Lease | null> {
  if (next !== null && (await next.renew())) return next;
  return leases.acquire(nextName, own, nextTtlMs);
}

async function acquire(leases: Leases, holder: string, leaseMs: number): Promise<Lease | null> {
  const lease = await leases.acquire(name, holder, leaseMs);
  if (lease !== null) return lease;
  const current = await leases.holderOf(name);
  if (current === null || !isDead(current, leaseMs)) return null;
  await leases.evict(name, current.holder);
  return leases.acquire(name, holder, leaseMs);
}

type Holder = NonNullable<Awaited<ReturnType<Leases['holderOf']>>>;

function held(current: Holder | null): BusyError {
  const who = current === null ? '' : ` (${current.holder}, until ${current.expiresAt})`;
  return new BusyError(`Another run works on this account${who}`, {
    code: 'lock.held',
    hint: 'Wait for it to end, or use --wait.',
  });
}

/** Let go a moment ago, or held for a moment only. */
function isHeldBriefly(current: Holder | null): boolean {
  return current === null || current.holder.endsWith(briefMark);
}

/** Whether the holder was a process of this machine that is gone. */
function isDead({ holder, expiresAt }: Holder, leaseMs: number): boolean {
  const [, host, id] = /^(.*):(\d+)(?::turn)?$/u.exec(holder) ?? [];
  const pid = Number(id);
  if (host !== hostname() || !Number.isInteger(pid)) return false;
  // In a container every process is number 1: one that was heard of last before this one began is not this one.
  if (pid === process.pid) return Date.parse(expiresAt) - leaseMs < performance.timeOrigin;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
