import { sql, type Kysely } from 'kysely';
import type { IdColumn } from './0001-initial.js';

/** What MailChimp's webhooks told, from before they are answered until long after they were dealt with (B31). */
export async function inbox(db: Kysely<unknown>, id: IdColumn): Promise<void> {
  await db.schema
    .createTable('inbox')
    .addColumn('id', id, (column) => column.primaryKey())
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('audience_id', 'text')
    .addColumn('email', 'text')
    .addColumn('former_email', 'text')
    .addColumn('details', 'text', (column) => column.notNull())
    .addColumn('fired_at', 'text')
    .addColumn('received_at', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('retry_at', 'text')
    .addColumn('error', 'text')
    .addColumn('finished_at', 'text')
    .execute();
  await sql`create index inbox_waiting on inbox (id) where state = 'waiting'`.execute(db);
  await sql`create index inbox_quarantined on inbox (id) where state = 'quarantined'`.execute(db);
  await db.schema.createIndex('inbox_email').on('inbox').columns(['email', 'fired_at']).execute();
  await db.schema.createIndex('inbox_finished').on('inbox').column('finished_at').execute();
}
