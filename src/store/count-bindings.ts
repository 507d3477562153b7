import { consentHolderModel } from '../core/consent-holder.js';
import { memberStatuses, type MemberStatus } from '../core/member-status.js';
import type { Database } from './database.js';

export async function countByStatus(db: Database, audienceId: string): Promise<Record<MemberStatus, number>> {
  const rows = await db
    .selectFrom('bindings')
    .select(({ fn }) => ['status', fn.countAll<number>().as('members')])
    .where('audience_id', '=', audienceId)
    .groupBy('status')
    .execute();
  const counts = new Map(rows.map(({ status, members }) => [status, members]));
  const entries = memberStatuses.map((status) => [status, counts.get(status) ?? 0] as const);
  return Object.fromEntries(entries) as Record<MemberStatus, number>;
}

/** Of those where the column is filled. */
export async function countBindings(
  db: Database,
  audienceId: string,
  column: 'member_id' | 'error',
): Promise<number> {
  const row = await db
    .selectFrom('bindings')
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .where('audience_id', '=', audienceId)
    .where(column, 'is not', null)
    .executeTakeFirstOrThrow();
  return row.rows;
}

/** Of those with a mailing contact. */
export async function countLinked(db: Database, audienceId: string): Promise<number> {
  const row = await db
    .selectFrom('binding_records')
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .where('audience_id', '=', audienceId)
    .where('model', '=', consentHolderModel)
    .executeTakeFirstOrThrow();
  return row.rows;
}

/** Of those with something to be carried to that side. */
export async function countDue(db: Database, audienceId: string, to: 'import' | 'export'): Promise<number> {
  const row = await db
    .selectFrom('bindings')
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .where('audience_id', '=', audienceId)
    .where(to === 'import' ? 'import_due' : 'export_due', '=', 1)
    .executeTakeFirstOrThrow();
  return row.rows;
}
