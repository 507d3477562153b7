import { chunk } from '../support/chunk.js';
import type { Clock } from '../support/clock.js';
import type { Database } from './database.js';

/** What became of one record in one run; unchanged and skipped records leave no row. */
export interface NewJournalRow {
  audienceId: string;
  direction: 'import' | 'export';
  outcome: 'created' | 'updated' | 'failed';
  model: 'mailing.contact' | 'res.partner' | 'member';
  recordId: number | null;
  email: string | null;
  name: string | null;
  code: string | null;
  /** The other side's own words (B21). */
  description: string | null;
}

export interface Journal {
  append(runId: number, rows: readonly NewJournalRow[]): Promise<void>;
  countOfRun(runId: number): Promise<Record<string, number>>;
  /** Rows of runs started before this are forgotten. */
  prune(before: Date): Promise<void>;
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
    async prune(before) {
      await db.deleteFrom('journal').where('at', '<', before.toISOString()).execute();
    },
  };
}

function tableRow(runId: number, row: NewJournalRow, at: string) {
  const { audienceId, recordId, ...same } = row;
  return { run_id: runId, audience_id: audienceId, record_id: recordId, ...same, at };
}
