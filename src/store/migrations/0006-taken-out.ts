import type { Kysely } from 'kysely';

/** Who was taken off the mailing list in Odoo (B48); nobody is known to have been. */
export async function takenOut(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('consent_ledger')
    .addColumn('taken_out', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}
