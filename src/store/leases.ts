import { randomUUID } from 'node:crypto';
import { LostLockError } from '../support/errors.js';
import type { Database } from './database.js';
import type { LeaseTime } from './lease-time.js';

export interface Lease {
  /** Prolongs the lease; false when it has been lost to another holder meanwhile. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
  /**
   * To be called before something is written under the lease: prolongs it, or finds it lost.
   * @throws LostLockError `lock.lost`
   */
  confirm(): Promise<void>;
  /**
   * The same inside a transaction, which nobody can take the lease over from before it ends.
   * @throws LostLockError `lock.lost`
   */
  confirmIn(inside: { leases: Leases }): Promise<void>;
}

/** Locks that expire, shared by all processes on one store (B42, B71). */
export interface Leases {
  /** Null when another holder's lease has not run out yet. */
  acquire(name: string, holder: string, ttlMs: number): Promise<Lease | null>;
  holderOf(name: string): Promise<{ holder: string; expiresAt: string } | null>;
  /** Ends the lease of a holder that is known to be dead. */
  evict(name: string, holder: string): Promise<void>;
  /** Whether nobody has taken it over who would have another fence; inside a transaction nobody can until it ends. */
  isHeld(name: string, fence: string): Promise<boolean>;
}

export function leasesIn(db: Database, time: LeaseTime, isPostgres: boolean): Leases {
  return {
    async acquire(name, holder, ttlMs) {
      // Random, so that no two holders are ever taken for one, whatever their names.
      const fence = randomUUID();
      const mine = { holder, fence, expires_at: time.in(ttlMs) };
      const taken = await db
        .insertInto('leases')
        .values({ name, ...mine })
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet(mine).where('leases.expires_at', '<=', time.now()),
        )
        .returning('holder')
        .executeTakeFirst();
      return taken === undefined ? null : leaseOf(db, time, { name, fence, ttlMs });
    },
    async holderOf(name) {
      const query = db.selectFrom('leases').selectAll().where('name', '=', name);
      const row = await query.where('expires_at', '>', time.now()).executeTakeFirst();
      return row === undefined ? null : { holder: row.holder, expiresAt: row.expires_at };
    },
    async evict(name, holder) {
      await db.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
    },
    async isHeld(name, fence) {
      const query = db.selectFrom('leases').select('name').where('name', '=', name);
      const mine = query.where('fence', '=', fence);
      // SQLite's transactions that write come one after the other.
      const row = await (isPostgres && db.isTransaction ? mine.forShare() : mine).executeTakeFirst();
      return row !== undefined;
    },
  };
}

interface Held {
  name: string;
  fence: string;
  ttlMs: number;
}

function leaseOf(db: Database, time: LeaseTime, { name, fence, ttlMs }: Held): Lease {
  const renew = async (): Promise<boolean> => {
    const update = db.updateTable('leases').set({ expires_at: time.in(ttlMs) });
    const { numUpdatedRows } = await update
      .where('name', '=', name)
      .where('fence', '=', fence)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  };
  return {
    renew,
    async release() {
      await db.deleteFrom('leases').where('name', '=', name).where('fence', '=', fence).execute();
    },
    async confirm() {
      if (!(await renew())) throw lockLost();
    },
    async confirmIn({ leases }) {
      if (!(await leases.isHeld(name, fence))) throw lockLost();
    },
  };
}

export function lockLost(): LostLockError {
  return new LostLockError(
    'Another run has taken over this account, since this one was not heard of for too long',
    { code: 'lock.lost', hint: 'The machine may have slept; run the command again.' },
  );
}
