import type { Kysely } from 'kysely';

/** What webhooks and live updates have changed lately, and which events a person has let go (B54). */
export async function liveChanges(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('live_changes')
    .addColumn('audience_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('people', 'integer', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .alterTable('inbox')
    .addColumn('released', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}
