import type { Kysely } from 'kysely';

/** Who has taken a lease over has another fence than who has lost it (B71). */
export async function leaseFence(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('leases')
    .addColumn('fence', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
}
