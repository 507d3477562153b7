import { settleEarlierCreates } from '../people/settle-creates.js';
import type { RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import { importAtOnce } from './import-at-once.js';
import { importDue } from './import-due.js';
import { importInPages } from './import-in-pages.js';
import { forgetMarksOfOldMapping } from './import-stream.js';
import { openChanges } from './open-changes.js';
import type { ImportTask } from './import-task.js';

export interface ImportOptions {
  /** Everything, not only what changed since the last run (B14). */
  full: boolean;
  runId: number | null;
}

/**
 * MailChimp → Odoo for one audience (B8–B14). What fits in two pages is planned whole, so that the blast cap sees all of
 * it and opt-outs go first; more goes page by page, opt-outs ahead of everything.
 */
export async function importAudience(
  run: AudienceRun,
  options: ImportOptions,
  tally: RunTally,
): Promise<void> {
  await forgetMarksOfOldMapping(run);
  const earlier = await settleEarlierCreates(run);
  const task: ImportTask = { ...options, interrupted: earlier.interrupted, tally };
  const changes = await openChanges(run, task);
  if (changes.isWhole) await importAtOnce(run, changes.begun, task);
  else await importInPages(run, changes, task);
  await importDue(run, task);
  await earlier.forget();
}
