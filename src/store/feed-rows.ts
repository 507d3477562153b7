import { chunk } from '../support/chunk.js';
import type { Database } from './database.js';

/** Which state of a record a feed of changes has dealt with. */
export interface FeedRow {
  recordId: number;
  writeDate: string;
}

/** The part of each feed that is read again for transactions that commit late, so that it is worked on once. */
export interface FeedRows {
  of(audienceId: string, feed: string): Promise<Map<number, string>>;
  /** Adds or replaces rows, and forgets those written before. */
  save(audienceId: string, feed: string, rows: readonly FeedRow[], forgetBefore: string): Promise<void>;
}

const rowsAtOnce = 500;

export function feedRowsIn(db: Database): FeedRows {
  return {
    async of(audienceId, feed) {
      const query = db.selectFrom('feed_rows').select(['record_id', 'write_date']);
      const rows = await query.where('audience_id', '=', audienceId).where('feed', '=', feed).execute();
      return new Map(rows.map((row) => [row.record_id, row.write_date]));
    },
    async save(audienceId, feed, rows, forgetBefore) {
      const old = db.deleteFrom('feed_rows').where('audience_id', '=', audienceId).where('feed', '=', feed);
      await old.where('write_date', '<', forgetBefore).execute();
      for (const some of chunk(rows, rowsAtOnce)) await upsert(db, audienceId, feed, some);
    },
  };
}

async function upsert(
  db: Database,
  audience_id: string,
  feed: string,
  rows: readonly FeedRow[],
): Promise<void> {
  const values = rows.map(({ recordId, writeDate }) => ({
    audience_id,
    feed,
    record_id: recordId,
    write_date: writeDate,
  }));
  await db
    .insertInto('feed_rows')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .columns(['audience_id', 'feed', 'record_id'])
        .doUpdateSet((eb) => ({ write_date: eb.ref('excluded.write_date') })),
    )
    .execute();
}
