import { chunk } from '../support/chunk.js';
import type { Database } from './database.js';

/** An Odoo record an audience's auto-export rule has dealt with (B19). */
export interface AutoExport {
  recordId: number;
  /** Lower case. */
  address: string | null;
  /**
   * `asked`: MailChimp was asked to make the member, and nobody knows whether it has; `made`: the rule made the member;
   * `member`: it was one already; `skipped`: it may not be one for now.
   */
  state: 'asked' | 'made' | 'member' | 'skipped';
}

export interface AutoExports {
  of(audienceId: string, model: string): Promise<AutoExport[]>;
  /** A member the rule has made stays one it has made, and one it has asked for that is there is one it has made. */
  save(audienceId: string, model: string, records: readonly AutoExport[]): Promise<void>;
  remove(audienceId: string, model: string, recordIds: readonly number[]): Promise<void>;
}

const rowsAtOnce = 500;

export function autoExportsIn(db: Database): AutoExports {
  return {
    async of(audienceId, model) {
      const query = db.selectFrom('auto_exports').select(['record_id', 'address', 'state']);
      const rows = await query.where('audience_id', '=', audienceId).where('model', '=', model).execute();
      return rows.map((row) => ({
        recordId: row.record_id,
        address: row.address,
        state: row.state as AutoExport['state'],
      }));
    },
    async save(audienceId, model, records) {
      for (const some of chunk(records, rowsAtOnce)) await upsert(db, { audienceId, model }, some);
    },
    async remove(audienceId, model, recordIds) {
      for (const some of chunk(recordIds, rowsAtOnce)) {
        const remove = db.deleteFrom('auto_exports').where('audience_id', '=', audienceId);
        await remove.where('model', '=', model).where('record_id', 'in', some).execute();
      }
    },
  };
}

async function upsert(
  db: Database,
  { audienceId, model }: { audienceId: string; model: string },
  records: readonly AutoExport[],
): Promise<void> {
  const values = records.map(({ recordId, address, state }) => ({
    audience_id: audienceId,
    model,
    record_id: recordId,
    address,
    state,
  }));
  await db
    .insertInto('auto_exports')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['audience_id', 'model', 'record_id']).doUpdateSet((eb) => ({
        address: eb.ref('excluded.address'),
        state: eb
          .case()
          .when('auto_exports.state', '=', 'made')
          .then('made')
          .when(eb.and([eb('auto_exports.state', '=', 'asked'), eb('excluded.state', '=', 'member')]))
          .then('made')
          .else(eb.ref('excluded.state'))
          .end(),
      })),
    )
    .execute();
}
