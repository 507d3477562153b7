import type { Database } from './database.js';

/** Tables that hold what is true of one Odoo database's records. Runs, journal and inbox are no such thing. */
const tables = [
  'binding_records',
  'bindings',
  'consent_ledger',
  'auto_exports',
  'export_failures',
  'feed_rows',
  'intents',
  'marks',
] as const;

/** Leaves nothing known of Odoo's records; of one audience alone the mailing list stays bound. */
export async function forgetOdoo(db: Database, audienceId?: string): Promise<void> {
  for (const table of tables) {
    const rows = db.deleteFrom(table);
    // Marks of the account as a whole are not about records.
    await (
      audienceId === undefined
        ? rows.where('audience_id', '!=', '')
        : rows.where('audience_id', '=', audienceId)
    ).execute();
  }
  if (audienceId === undefined) await db.deleteFrom('audiences').execute();
}
