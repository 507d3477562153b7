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
  'audiences',
] as const;

/** Leaves nothing known of Odoo's records, of whichever audience. */
export async function forgetOdoo(db: Database): Promise<void> {
  for (const table of tables) await db.deleteFrom(table).execute();
  // Those of the account as a whole are not about records.
  await db.deleteFrom('marks').where('audience_id', '!=', '').execute();
}
