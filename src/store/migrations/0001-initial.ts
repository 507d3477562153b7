import { sql, type Kysely } from 'kysely';

type Db = Kysely<unknown>;

/** The type of a key the database counts up by itself. */
export type IdColumn = 'integer' | 'bigserial';

export async function initial(db: Db, id: IdColumn): Promise<void> {
  await audiencesAndMarks(db);
  await bindings(db);
  await runsAndJournal(db, id);
  await intentsAndLeases(db, id);
  await exportMemory(db);
}

async function audiencesAndMarks(db: Db): Promise<void> {
  await db.schema
    .createTable('audiences')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('mailing_list_id', 'integer')
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('fetched_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('marks')
    .addColumn('audience_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('marks_key', ['audience_id', 'name'])
    .execute();
}

async function bindings(db: Db): Promise<void> {
  await db.schema
    .createTable('bindings')
    .addColumn('audience_id', 'text', (column) => column.notNull())
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('subscriber_hash', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('contact_id', 'integer')
    .addColumn('partner_id', 'integer')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('last_changed', 'text')
    .addColumn('mirrored_opt_out', 'integer', (column) => column.notNull())
    .addColumn('member_fingerprint', 'text')
    .addColumn('seen', 'text', (column) => column.notNull())
    .addColumn('base', 'text', (column) => column.notNull())
    .addColumn('import_due', 'integer', (column) => column.notNull())
    .addColumn('export_due', 'integer', (column) => column.notNull())
    .addColumn('tags_off', 'integer', (column) => column.notNull())
    .addColumn('face_due', 'integer', (column) => column.notNull())
    .addColumn('pushed_at', 'text')
    .addColumn('pulled_at', 'text')
    .addColumn('error', 'text')
    .addPrimaryKeyConstraint('bindings_key', ['audience_id', 'member_id'])
    .execute();
  await bindingIndexes(db);
}

async function bindingIndexes(db: Db): Promise<void> {
  await db.schema
    .createIndex('bindings_hash')
    .on('bindings')
    .columns(['audience_id', 'subscriber_hash'])
    .execute();
  await db.schema.createIndex('bindings_email').on('bindings').column('email').execute();
  await sql`
    create unique index bindings_contact on bindings (audience_id, contact_id) where contact_id is not null
  `.execute(db);
  const due = {
    error: 'error is not null',
    import_due: 'import_due = 1',
    export_due: 'export_due = 1',
    face_due: 'face_due = 1 and contact_id is not null',
  };
  for (const [name, condition] of Object.entries(due)) {
    const index = `create index bindings_${name} on bindings (audience_id, member_id) where ${condition}`;
    await sql.raw(index).execute(db);
  }
  await db.schema
    .createIndex('bindings_partner')
    .on('bindings')
    .columns(['audience_id', 'partner_id'])
    .execute();
}

async function runsAndJournal(db: Db, id: IdColumn): Promise<void> {
  await db.schema
    .createTable('runs')
    .addColumn('id', id, (column) => column.primaryKey())
    .addColumn('command', 'text', (column) => column.notNull())
    .addColumn('audience_id', 'text')
    .addColumn('dry_run', 'integer', (column) => column.notNull())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('finished_at', 'text')
    .addColumn('outcome', 'text')
    .addColumn('message', 'text')
    .addColumn('totals', 'text')
    .addColumn('api_calls', 'text')
    .execute();
  await db.schema
    .createTable('journal')
    .addColumn('id', id, (column) => column.primaryKey())
    .addColumn('run_id', 'integer', (column) => column.notNull())
    .addColumn('audience_id', 'text', (column) => column.notNull())
    .addColumn('direction', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('record_id', 'integer')
    .addColumn('email', 'text')
    .addColumn('name', 'text')
    .addColumn('code', 'text')
    .addColumn('description', 'text')
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('journal_run').on('journal').columns(['run_id', 'outcome']).execute();
}

async function intentsAndLeases(db: Db, id: IdColumn): Promise<void> {
  await db.schema
    .createTable('intents')
    .addColumn('id', id, (column) => column.primaryKey())
    .addColumn('audience_id', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('keys', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('leases')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute();
}

/** What exports remember of Odoo's records: the rule's work, refusals, and changes dealt with. */
async function exportMemory(db: Db): Promise<void> {
  await db.schema
    .createTable('auto_exports')
    .addColumn('audience_id', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('record_id', 'integer', (column) => column.notNull())
    .addColumn('address', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('auto_exports_key', ['audience_id', 'model', 'record_id'])
    .execute();
  await db.schema
    .createTable('feed_rows')
    .addColumn('audience_id', 'text', (column) => column.notNull())
    .addColumn('feed', 'text', (column) => column.notNull())
    .addColumn('record_id', 'integer', (column) => column.notNull())
    .addColumn('write_date', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('feed_rows_key', ['audience_id', 'feed', 'record_id'])
    .execute();
  await db.schema
    .createTable('export_failures')
    .addColumn('audience_id', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('record_id', 'integer', (column) => column.notNull())
    .addColumn('email', 'text')
    .addColumn('name', 'text')
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('failed_at', 'text', (column) => column.notNull())
    .addColumn('retry_at', 'text')
    .addPrimaryKeyConstraint('export_failures_key', ['audience_id', 'model', 'record_id'])
    .execute();
}
