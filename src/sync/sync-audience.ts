import type { BridgeError } from '../support/errors.js';
import { autoExport } from './auto-export/auto-export.js';
import { ruleToRun } from './auto-export/rule-to-run.js';
import { autoUpdate } from './auto-update.js';
import { consentOfOdoo } from './consent/consent-of-odoo.js';
import { unlessBroken } from './consent/unless-broken.js';
import { observeMembers } from './export/observe-members.js';
import { odooChanges, type OdooChanges } from './feed/odoo-changes.js';
import { importAudience } from './import/import-audience.js';
import { importDue } from './import/import-due.js';
import { reconcileDeleted } from './reconcile/reconcile-deleted.js';
import type { RunTally } from './run-tally.js';
import type { AudienceRun } from './sync-context.js';

/**
 * Everything for one audience, for cron: MailChimp's changes, Odoo's changes, the auto-export rule, and what no change
 * tells of. Opt-outs go first in each direction, and in both whatever the options say (B25).
 */
export async function syncAudience(run: AudienceRun, runId: number | null, tally: RunTally): Promise<void> {
  const { auto_sync_member: imports } = run.config.member_options;
  const broken = await unlessBroken(() =>
    imports ? importAudience(run, { full: false, runId }, tally) : observeMembers(run, { runId }, tally),
  );
  if (run.mailingListId !== null) await sendChanges(run, { runId, broken }, tally);
  await reconcileDeleted(run, { runId }, tally);
}

async function sendChanges(
  run: AudienceRun,
  { runId, broken }: { runId: number | null; broken: BridgeError | null },
  tally: RunTally,
): Promise<void> {
  const changes = await odooChanges(run);
  if (broken !== null) {
    await consentOfOdoo(run, { runId, members: changes.isFirst ? null : changes.members }, tally);
    throw broken;
  }
  await autoUpdate(run, { changes, runId }, tally);
  const rule = await ruleToRun(run, runId, tally);
  if (rule !== null) await autoExport(run, rule, { changes, runId }, tally);
  // What MailChimp owns and was edited in Odoo goes back at once.
  if (run.config.member_options.auto_sync_member) await bringBack(run, runId, tally);
  await commit(run, changes);
}

async function bringBack(run: AudienceRun, runId: number | null, tally: RunTally): Promise<void> {
  await importDue(run, { full: false, runId, interrupted: new Set(), tally });
}

/** Of a plan that is applied what is not in it has been left, and is to come up again (B53). */
async function commit(run: AudienceRun, changes: OdooChanges): Promise<void> {
  if (!run.dryRun && run.guard === null) await changes.commit();
}
