import type { Lease, Leases } from '../../store/leases.js';
import type { Clock } from '../../support/clock.js';
import type { WriteGate } from '../../support/write-gate.js';
import { withAccountLock } from '../account-lock.js';

export interface WorkQueueDeps {
  clock: Clock;
  gate: WriteGate<Lease>;
  /** Nothing is begun any more. */
  stopping: AbortSignal;
  /** What is under way is given up. */
  giveUp: AbortSignal;
}

/** The work of one account in this process, one piece after the other in the order asked for, under the account's lock. */
export interface WorkQueue {
  /** A short piece: runs of other processes go first. Once begun it comes to its end. */
  short<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** A whole run; it ends at the next page when all is to stop. */
  run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Something that needs no lock and may be in nobody's way. */
  between(work: () => Promise<void>): Promise<void>;
}

export function openWorkQueue(leases: Leases, { clock, gate, stopping, giveUp }: WorkQueueDeps): WorkQueue {
  let last: Promise<unknown> = Promise.resolve();
  const after = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
  const lock = { wait: true, clock, gate, signal: stopping };
  return {
    short: (work) =>
      after(() => withAccountLock(leases, { ...lock, isBrief: true, workSignal: giveUp }, work)),
    run: (work) => after(() => withAccountLock(leases, lock, work)),
    between: (work) => after(work),
  };
}
