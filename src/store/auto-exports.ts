import { chunk } from '../support/chunk.js';
import type { Database } from './database.js';

/** Odoo records an audience's auto-export rule has made members: what may leave its domain (B19). */
export interface AutoExports {
  /** In ascending order. */
  ids(audienceId: string, model: string): Promise<number[]>;
  add(audienceId: string, model: string, recordIds: readonly number[]): Promise<void>;
  remove(audienceId: string, model: string, recordIds: readonly number[]): Promise<void>;
}

const rowsAtOnce = 500;

export function autoExportsIn(db: Database): AutoExports {
  return {
    async ids(audienceId, model) {
      const query = db.selectFrom('auto_exports').select('record_id').where('audience_id', '=', audienceId);
      const rows = await query.where('model', '=', model).orderBy('record_id').execute();
      return rows.map((row) => row.record_id);
    },
    async add(audienceId, model, recordIds) {
      for (const some of chunk(recordIds, rowsAtOnce)) {
        const values = some.map((record_id) => ({ audience_id: audienceId, model, record_id }));
        const insert = db.insertInto('auto_exports').values(values);
        await insert.onConflict((conflict) => conflict.doNothing()).execute();
      }
    },
    async remove(audienceId, model, recordIds) {
      for (const some of chunk(recordIds, rowsAtOnce)) {
        const remove = db.deleteFrom('auto_exports').where('audience_id', '=', audienceId);
        await remove.where('model', '=', model).where('record_id', 'in', some).execute();
      }
    },
  };
}
