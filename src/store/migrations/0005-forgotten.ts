import type { Kysely } from 'kysely';

/** Who is never to be brought back: a salted hash for each audience, and no address (B57). */
export async function forgotten(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('forgotten')
    .addColumn('audience_id', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('since', 'text', (column) => column.notNull())
    .addColumn('forgotten_at', 'text', (column) => column.notNull())
    .addColumn('run_id', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('forgotten_key', ['audience_id', 'hash'])
    .execute();
}
