import { consentHolder } from '../objects/registry.js';
import type { BridgeError } from '../support/errors.js';
import { autoExport } from './auto-export/auto-export.js';
import { ruleToRun } from './auto-export/rule-to-run.js';
import { autoUpdate } from './auto-update.js';
import { consentOfOdoo } from './consent/consent-of-odoo.js';
import { unlessBroken } from './consent/unless-broken.js';
import { observeMembers } from './export/observe-members.js';
import { odooChanges } from './feed/odoo-changes.js';
import { importAudience, importDue } from './import/import-audience.js';
import { reconcileDeleted } from './reconcile/reconcile-deleted.js';
import { reconcileTakenOut } from './reconcile/reconcile-taken-out.js';
import type { AudienceRun } from './run/audience-run.js';

/**
 * Everything for one audience, for cron: MailChimp's changes, Odoo's changes, the auto-export rule, and what no change
 * tells of. Opt-outs go first in each direction, and in both whatever the options say (B25).
 */
export async function syncAudience(run: AudienceRun): Promise<void> {
  const { auto_sync_member: imports } = run.config.member_options;
  const broken = await unlessBroken(() =>
    imports ? importAudience(run, { full: false }) : observeMembers(run),
  );
  const mayHaveGrown = run.mailingListId !== null && (await sendChanges(run, broken));
  await reconcileDeleted(run);
  await reconcileTakenOut(run, { mayHaveGrown });
}

/** @returns whether somebody may have been put on the mailing list since the last run */
async function sendChanges(run: AudienceRun, broken: BridgeError | null): Promise<boolean> {
  const changes = await odooChanges(run);
  if (broken !== null) {
    await consentOfOdoo(run, changes.isFirst ? null : changes.members);
    throw broken;
  }
  await autoUpdate(run, changes);
  const rule = await ruleToRun(run);
  if (rule !== null) await autoExport(run, rule, changes);
  // What MailChimp owns and was edited in Odoo goes back at once.
  if (run.config.member_options.auto_sync_member) await importDue(run);
  // Of a plan that is applied what is not in it has been left, and is to come up again (B53).
  if (run.guard === null) await changes.commit();
  const isWritten = (changes.recordIds.get(consentHolder.model)?.size ?? 0) > 0;
  return isWritten || run.tally.totals.created > 0;
}
