import { followMergedLists } from '../../consent/follow-merged-lists.js';
import { consentOfOdoo } from '../consent/consent-of-odoo.js';
import { observeMembers } from '../export/observe-members.js';
import { odooChanges } from '../feed/odoo-changes.js';
import type { RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';

/**
 * Opt-outs of both sides and nothing else, for an audience whose mailing list may not be worked on as it is (B51). No
 * change counts as dealt with: the rest of it is due when the list is settled.
 */
export async function carryOptOuts(run: AudienceRun, runId: number | null, tally: RunTally): Promise<void> {
  if (run.mailingListId === null) return;
  if (!run.dryRun) await followMergedLists(run.odoo, run.mailingListId);
  await observeMembers(run, { runId }, tally);
  const changes = await odooChanges(run);
  await consentOfOdoo(run, { runId, members: changes.isFirst ? null : changes.members }, tally);
}
