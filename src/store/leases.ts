import type { Clock } from '../support/clock.js';
import type { Database } from './database.js';

export interface Lease {
  /** Prolongs the lease; false when it has been lost to another holder meanwhile. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

/** Locks that expire, shared by all processes on one store (B42). */
export interface Leases {
  /** Null when another holder's lease has not run out yet. */
  acquire(name: string, holder: string, ttlMs: number): Promise<Lease | null>;
  holderOf(name: string): Promise<{ holder: string; expiresAt: string } | null>;
  /** Ends the lease of a holder that is known to be dead. */
  evict(name: string, holder: string): Promise<void>;
}

export function leasesIn(db: Database, clock: Clock): Leases {
  const until = (ttlMs: number): string => new Date(clock.now().getTime() + ttlMs).toISOString();
  const evict = async (name: string, holder: string): Promise<void> => {
    await db.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
  };
  const renew = async (name: string, holder: string, ttlMs: number): Promise<boolean> => {
    const update = db.updateTable('leases').set({ expires_at: until(ttlMs) });
    const { numUpdatedRows } = await update
      .where('name', '=', name)
      .where('holder', '=', holder)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  };
  return {
    async acquire(name, holder, ttlMs) {
      const taken = await db
        .insertInto('leases')
        .values({ name, holder, expires_at: until(ttlMs) })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ holder, expires_at: until(ttlMs) })
            .where('leases.expires_at', '<=', clock.now().toISOString()),
        )
        .returning('holder')
        .executeTakeFirst();
      if (taken === undefined) return null;
      return { renew: () => renew(name, holder, ttlMs), release: () => evict(name, holder) };
    },
    async holderOf(name) {
      const query = db.selectFrom('leases').selectAll().where('name', '=', name);
      const row = await query.where('expires_at', '>', clock.now().toISOString()).executeTakeFirst();
      return row === undefined ? null : { holder: row.holder, expiresAt: row.expires_at };
    },
    evict,
  };
}
