import { autoUpdate } from '../auto-update.js';
import { observeMembers } from '../export/observe-members.js';
import type { OdooChanges } from '../feed/odoo-changes.js';
import { importDue } from '../import/import-audience.js';
import { withRun } from '../run/with-run.js';
import type { RunSummary } from '../run/run-summary.js';
import type { AudienceConfig, SyncContext } from '../sync-context.js';

export const liveCommand = 'auto-update';

/**
 * Brings what has changed in Odoo to MailChimp at once, between two syncs (B20): contacts and customers when
 * `auto_update_contact` is on, opt-outs in any case (B25). Like every export it first learns everyone's status (B24), and
 * the blast cap holds, for all of an hour together (B28, B54).
 */
export async function liveUpdate(
  context: SyncContext,
  audience: AudienceConfig,
  changes: OdooChanges,
): Promise<RunSummary> {
  const how = { quiet: true, isLive: true, dryRun: false, allowLarge: false };
  const command = { command: liveCommand, audience, ...how };
  return withRun(context, command, async (run) => {
    await observeMembers(run);
    await autoUpdate(run, changes);
    // What MailChimp owns and was edited in Odoo goes back at once.
    if (run.config.member_options.auto_sync_member) await importDue(run);
    await changes.commit();
  });
}
