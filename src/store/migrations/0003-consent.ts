import { sql, type Kysely } from 'kysely';
import { z } from 'zod';

/** What was last seen of each member's consent, and on which subscription (B46). */
export async function consent(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('consent_ledger')
    .addColumn('audience_id', 'text', (column) => column.notNull())
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('last_changed', 'text', (column) => column.notNull())
    .addColumn('signed_up_at', 'text')
    .addColumn('opted_in_at', 'text')
    .addColumn('rows', 'text', (column) => column.notNull())
    .addColumn('own_without_row', 'integer', (column) => column.notNull())
    .addColumn('due', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('consent_ledger_key', ['audience_id', 'member_id'])
    .execute();
  await sql`create index consent_ledger_due on consent_ledger (audience_id, member_id) where due = 1`.execute(
    db,
  );
  await carryOver(db);
  await db.schema.alterTable('bindings').dropColumn('mirrored_opt_out').execute();
}

/** Of 0.1.0, as far as it is read here. */
interface OldTables {
  audiences: { id: string; mailing_list_id: number | null };
  bindings: {
    audience_id: string;
    member_id: string;
    contact_id: number | null;
    status: string;
    last_changed: string | null;
    mirrored_opt_out: number;
    seen: string;
    base: string;
    import_due: number;
    export_due: number;
  };
  consent_ledger: Record<string, string | number | null>;
}

type OldBinding = OldTables['bindings'];

const pageSize = 50;
const noDate = '1970-01-01T00:00:00.000Z';

/**
 * A store of 0.1.0 knew for each member whether it was opted out, and not on which subscription: an old opt-out is known,
 * and no opt-in is proven by it.
 */
async function carryOver(untyped: Kysely<unknown>): Promise<void> {
  const db = untyped as unknown as Kysely<OldTables>;
  const audiences = await db.selectFrom('audiences').select(['id', 'mailing_list_id']).execute();
  for (const { id, mailing_list_id: mailingListId } of audiences) {
    let after = '';
    for (;;) {
      const query = db.selectFrom('bindings').selectAll().where('audience_id', '=', id);
      const page = await query.where('member_id', '>', after).orderBy('member_id').limit(pageSize).execute();
      const rows = page.flatMap((binding) => ledgerRows(binding, mailingListId));
      if (rows.length > 0) await db.insertInto('consent_ledger').values(rows).execute();
      after = page.at(-1)?.member_id ?? after;
      if (page.length < pageSize) break;
    }
  }
}

const baseSchema = z.object({ status: z.string(), optedOut: z.boolean() });
const seenSchema = z.object({ signedUpAt: z.string().nullish(), optedInAt: z.string().nullish() });

type NewRow = OldTables['consent_ledger'];

/** None for a member that was only seen. */
function ledgerRows(binding: OldBinding, mailingListId: number | null): NewRow[] {
  const isMirror = binding.mirrored_opt_out === 1;
  // An opt-out may have been put there before the two were brought together.
  const before = isMirror ? { status: binding.status, optedOut: true } : null;
  const base = baseSchema.safeParse(JSON.parse(binding.base)).data ?? before;
  if (base === null) return [];
  const standing = standingOf(base.optedOut, isMirror);
  const rows = rowsOf(binding.contact_id, mailingListId, standing);
  const seen = seenSchema.safeParse(JSON.parse(binding.seen)).data;
  return [
    {
      audience_id: binding.audience_id,
      member_id: binding.member_id,
      status: base.status,
      last_changed: inUtc(binding.last_changed) ?? noDate,
      signed_up_at: inUtc(seen?.signedUpAt),
      opted_in_at: inUtc(seen?.optedInAt),
      rows: JSON.stringify(rows),
      own_without_row: standing === 'own' && rows.length === 0 ? 1 : 0,
      // What was seen and not dealt with yet is looked at once more, and so is an opt-out whose subscription is not known.
      due: isOpen(binding, base.status) || (standing !== 'in' && rows.length > 0) ? 1 : 0,
    },
  ];
}

function isOpen(
  { status, import_due: toOdoo, export_due: toMailchimp }: OldBinding,
  dealtWith: string,
): boolean {
  return status !== dealtWith || toOdoo + toMailchimp > 0;
}

function standingOf(isOut: boolean, isMirror: boolean): 'in' | 'own' | 'mirror' {
  if (!isOut) return 'in';
  return isMirror ? 'mirror' : 'own';
}

function rowsOf(contactId: number | null, mailingListId: number | null, standing: string): object[] {
  if (contactId === null || mailingListId === null) return [];
  return [
    { subscriptionId: null, contactCreated: null, writtenAt: null, contactId, mailingListId, standing },
  ];
}

function inUtc(text: string | null | undefined): string | null {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
