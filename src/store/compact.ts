import { sql } from 'kysely';
import { BridgeError } from '../support/errors.js';
import type { Database } from './database.js';
import { tablesWithPeople } from './traces-of.js';

/**
 * What was deleted leaves the disk, too: SQLite would keep it in free pages and in its write-ahead log, PostgreSQL until
 * its own cleaning comes by.
 * @returns false when another process was at work on the store: then it is there for a while yet
 */
export async function compact(db: Database, isPostgres: boolean): Promise<boolean> {
  try {
    if (isPostgres) {
      for (const table of tablesWithPeople) await sql`vacuum ${sql.table(table)}`.execute(db);
      return true;
    }
    await sql`vacuum`.execute(db);
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db);
    return rows[0]?.busy === 0;
  } catch (error) {
    if (error instanceof BridgeError && error.retryable) return false;
    throw error;
  }
}
