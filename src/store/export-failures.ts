import { chunk } from '../support/chunk.js';
import type { Database } from './database.js';
import type { ExportFailureRow } from './schema.js';
import { upsert } from './upsert.js';
import { allVisible } from '../support/control-characters.js';

/** An Odoo record MailChimp refused, and when to try it again (B21, B27). */
export interface ExportFailure {
  audienceId: string;
  /** Odoo's. */
  model: string;
  recordId: number;
  email: string | null;
  name: string | null;
  code: string;
  /** MailChimp's own words. */
  description: string;
  /** Of the record as it was refused: when it changes it is tried at once. */
  fingerprint: string;
  attempts: number;
  failedAt: string;
  /** Null: not before the record changes. */
  retryAt: string | null;
}

export interface ExportFailures {
  of(audienceId: string, model: string, recordIds: readonly number[]): Promise<ExportFailure[]>;
  save(failures: readonly ExportFailure[]): Promise<void>;
  forget(audienceId: string, model: string, recordIds: readonly number[]): Promise<void>;
  /** Those whose pause has ended. */
  dueIds(audienceId: string, model: string, now: Date): Promise<number[]>;
  /** Those that are tried again after a pause, and those that are not before the record changes. */
  count(audienceId: string): Promise<{ waiting: number; quarantined: number }>;
  byEmail(email: string): Promise<ExportFailure[]>;
}

const keysAtOnce = 500;
const rowsAtOnce = 50;

export function exportFailuresIn(db: Database): ExportFailures {
  const ofModel = (audienceId: string, model: string) =>
    db.selectFrom('export_failures').where('audience_id', '=', audienceId).where('model', '=', model);
  return {
    async of(audienceId, model, recordIds) {
      const found: ExportFailure[] = [];
      for (const some of chunk(recordIds, keysAtOnce)) {
        const rows = await ofModel(audienceId, model).selectAll().where('record_id', 'in', some).execute();
        found.push(...rows.map(fromRow));
      }
      return found;
    },
    async save(failures) {
      for (const some of chunk(failures, rowsAtOnce))
        await upsert(db, 'export_failures', ['audience_id', 'model', 'record_id'], some.map(toRow));
    },
    async forget(audienceId, model, recordIds) {
      for (const some of chunk(recordIds, keysAtOnce)) {
        const remove = db.deleteFrom('export_failures').where('audience_id', '=', audienceId);
        await remove.where('model', '=', model).where('record_id', 'in', some).execute();
      }
    },
    async dueIds(audienceId, model, now) {
      const due = ofModel(audienceId, model).where('retry_at', '<=', now.toISOString());
      const rows = await due.select('record_id').orderBy('record_id').execute();
      return rows.map((row) => row.record_id);
    },
    async count(audienceId) {
      const row = await db
        .selectFrom('export_failures')
        .select(({ fn }) => [fn.countAll<number>().as('rows'), fn.count<number>('retry_at').as('waiting')])
        .where('audience_id', '=', audienceId)
        .executeTakeFirstOrThrow();
      return { waiting: row.waiting, quarantined: row.rows - row.waiting };
    },
    async byEmail(email) {
      const rows = await db.selectFrom('export_failures').selectAll().where('email', '=', email).execute();
      return rows.map(fromRow);
    },
  };
}

function toRow(failure: ExportFailure): ExportFailureRow {
  const { audienceId, recordId, failedAt, retryAt, ...same } = allVisible(failure);
  return { audience_id: audienceId, record_id: recordId, failed_at: failedAt, retry_at: retryAt, ...same };
}

function fromRow(row: ExportFailureRow): ExportFailure {
  const {
    audience_id: audienceId,
    record_id: recordId,
    failed_at: failedAt,
    retry_at: retryAt,
    ...same
  } = row;
  return { ...same, audienceId, recordId, failedAt, retryAt };
}
