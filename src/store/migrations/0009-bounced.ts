import type { Kysely } from 'kysely';

/** Whose address bounced while they were subscribed; of who is cleaned already nobody knows (B49). */
export async function bounced(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('consent_ledger')
    .addColumn('bounced', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}
