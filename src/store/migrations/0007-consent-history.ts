import type { Kysely } from 'kysely';
import type { IdColumn } from './0001-initial.js';

/** Each change of each person's consent, only ever added to (B56). */
export async function consentHistory(db: Kysely<unknown>, id: IdColumn): Promise<void> {
  await db.schema
    .createTable('consent_history')
    .addColumn('id', id, (column) => column.primaryKey())
    .addColumn('audience_id', 'text', (column) => column.notNull())
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('side', 'text', (column) => column.notNull())
    .addColumn('what', 'text', (column) => column.notNull())
    .addColumn('from', 'text')
    .addColumn('to', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('actor', 'text')
    .addColumn('at', 'text')
    .addColumn('evidence', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'text', (column) => column.notNull())
    .addColumn('run_id', 'integer')
    .execute();
  const index = db.schema.createIndex('consent_history_member').on('consent_history');
  await index.columns(['audience_id', 'member_id']).execute();
  await db.schema.createIndex('consent_history_email').on('consent_history').column('email').execute();
}
