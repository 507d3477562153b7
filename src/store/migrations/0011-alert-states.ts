import type { Kysely } from 'kysely';

/** What is not in step, and to whom it was told (B65). */
export async function alertStates(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('alert_states')
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('since', 'text', (column) => column.notNull())
    .addColumn('runs', 'integer', (column) => column.notNull())
    .addColumn('told', 'text')
    .addPrimaryKeyConstraint('alert_states_key', ['channel', 'subject'])
    .execute();
}
