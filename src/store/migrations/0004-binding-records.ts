import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { consentHolderModel } from '../../core/consent-holder.js';

/** Of 0.1.0, as far as it is read here. */
interface OldTables {
  bindings: {
    audience_id: string;
    member_id: string;
    contact_id: number | null;
    partner_id: number | null;
    base: string;
  };
  binding_records: { audience_id: string; member_id: string; model: string; record_id: number };
}

/** Which Odoo records a member is linked to, of whatever kind; 0.1.0 had a column for each of two kinds. */
export async function bindingRecords(untyped: Kysely<unknown>): Promise<void> {
  const db = untyped as unknown as Kysely<OldTables>;
  await db.schema
    .createTable('binding_records')
    .addColumn('audience_id', 'text', (column) => column.notNull())
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('record_id', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('binding_records_key', ['audience_id', 'member_id', 'model'])
    .execute();
  await carryLinks(db, 'contact_id', consentHolderModel);
  await carryLinks(db, 'partner_id', customerModel);
  await carryAddresses(db);
  await indexes(db);
  for (const index of ['bindings_contact', 'bindings_partner', 'bindings_face_due'])
    await db.schema.dropIndex(index).execute();
  for (const column of ['contact_id', 'partner_id'])
    await db.schema.alterTable('bindings').dropColumn(column).execute();
  await sql`create index bindings_face_due on bindings (audience_id, member_id) where face_due = 1`.execute(
    db,
  );
}

/** The second kind of 0.1.0. */
const customerModel = 'res.partner';

async function carryLinks(
  db: Kysely<OldTables>,
  column: 'contact_id' | 'partner_id',
  model: string,
): Promise<void> {
  await db
    .insertInto('binding_records')
    .columns(['audience_id', 'member_id', 'model', 'record_id'])
    .expression((eb) =>
      eb
        .selectFrom('bindings')
        .select([
          'audience_id',
          'member_id',
          sql<string>`${sql.lit(model)}`.as('model'),
          sql.ref(column).as('record_id'),
        ] as never)
        .where(column, 'is not', null),
    )
    .execute();
}

async function indexes(db: Kysely<OldTables>): Promise<void> {
  await db.schema
    .createIndex('binding_records_record')
    .on('binding_records')
    .columns(['audience_id', 'model', 'record_id'])
    .execute();
  const where = `where model = '${consentHolderModel}'`;
  const unique = `create unique index binding_records_holder on binding_records (audience_id, record_id) ${where}`;
  await sql.raw(unique).execute(db);
}

const pageSize = 200;
const oldBase = z.looseObject({ customerAddress: z.string().nullish() });

/** The base of 0.1.0 remembered the address of a customer alone. */
async function carryAddresses(db: Kysely<OldTables>): Promise<void> {
  const remembering = db
    .selectFrom('bindings')
    .select(['audience_id', 'member_id', 'base'])
    .where('base', 'like', '%"customerAddress":%');
  let after = { audience_id: '', member_id: '' };
  for (;;) {
    const { audience_id: audience, member_id: member } = after;
    const page = await remembering
      .where((eb) =>
        eb.or([
          eb('audience_id', '>', audience),
          eb.and([eb('audience_id', '=', audience), eb('member_id', '>', member)]),
        ]),
      )
      .orderBy('audience_id')
      .orderBy('member_id')
      .limit(pageSize)
      .execute();
    for (const { base, ...key } of page) {
      const update = db.updateTable('bindings').set({ base: newBase(base) });
      await update
        .where('audience_id', '=', key.audience_id)
        .where('member_id', '=', key.member_id)
        .execute();
      after = key;
    }
    if (page.length < pageSize) return;
  }
}

function newBase(text: string): string {
  const { customerAddress: address, ...base } = oldBase.parse(JSON.parse(text));
  return JSON.stringify({
    ...base,
    ...(address === undefined || address === null ? {} : { sourceAddresses: { [customerModel]: address } }),
  });
}
