import type { Selectable } from 'kysely';
import { chunk } from '../support/chunk.js';
import type { Clock } from '../support/clock.js';
import type { Database } from './database.js';
import type { Schema } from './schema.js';
import { allVisible } from '../support/control-characters.js';

/** What became of one record in one run; unchanged and skipped records leave no row. */
export interface NewJournalRow {
  audienceId: string;
  direction: 'import' | 'export';
  outcome: 'created' | 'updated' | 'failed';
  /** Odoo's, or `member`. */
  model: string;
  recordId: number | null;
  email: string | null;
  name: string | null;
  code: string | null;
  /** The other side's own words (B21). */
  description: string | null;
}

export interface JournalRow extends NewJournalRow {
  runId: number;
  at: string;
}

export interface Journal {
  append(runId: number, rows: readonly NewJournalRow[]): Promise<void>;
  countOfRun(runId: number): Promise<Record<string, number>>;
  /** What was refused in a run, in the order it was. */
  failuresOf(runId: number): Promise<JournalRow[]>;
}

const rowsAtOnce = 500;

export function journalIn(db: Database, clock: Clock): Journal {
  return {
    async append(runId, rows) {
      const at = clock.now().toISOString();
      for (const some of chunk(rows, rowsAtOnce)) {
        await db
          .insertInto('journal')
          .values(some.map((row) => tableRow(runId, row, at)))
          .execute();
      }
    },
    async countOfRun(runId) {
      const rows = await db
        .selectFrom('journal')
        .select(({ fn }) => ['outcome', fn.countAll<number>().as('rows')])
        .where('run_id', '=', runId)
        .groupBy('outcome')
        .execute();
      return Object.fromEntries(rows.map(({ outcome, rows: count }) => [outcome, count]));
    },
    async failuresOf(runId) {
      const query = db.selectFrom('journal').selectAll().where('run_id', '=', runId);
      const rows = await query.where('outcome', '=', 'failed').orderBy('id').execute();
      return rows.map(fromRow);
    },
  };
}

function tableRow(runId: number, row: NewJournalRow, at: string) {
  const { audienceId, recordId, ...same } = row;
  // Names and words of other programs: nothing in them is to rule a terminal (B63), and PostgreSQL has no form for a zero.
  return { run_id: runId, audience_id: audienceId, record_id: recordId, ...allVisible(same), at };
}

function fromRow(row: Selectable<Schema['journal']>): JournalRow {
  const { run_id: runId, audience_id: audienceId, record_id: recordId } = row;
  const { model, email, name, code, description, at } = row;
  const { direction, outcome } = row as Pick<NewJournalRow, 'direction' | 'outcome'>;
  return { runId, audienceId, recordId, direction, outcome, model, email, name, code, description, at };
}
