import { followMergedLists } from '../../consent/follow-merged-lists.js';
import { consentOfOdoo } from '../consent/consent-of-odoo.js';
import { observeMembers } from '../export/observe-members.js';
import { odooChanges } from '../feed/odoo-changes.js';
import type { AudienceRun } from '../run/audience-run.js';

/**
 * Opt-outs of both sides and nothing else, for an audience whose mailing list may not be worked on as it is (B51). No
 * change counts as dealt with: the rest of it is due when the list is settled.
 */
export async function carryOptOuts(bound: AudienceRun): Promise<void> {
  const { mailingListId, dryRun, odoo } = bound;
  if (mailingListId === null) return;
  if (!dryRun) await followMergedLists(odoo, mailingListId);
  const run = withoutOptIns(bound);
  await observeMembers(run);
  const changes = await odooChanges(run);
  await consentOfOdoo(run, changes.isFirst ? null : changes.members);
}

/** Where members are not brought to Odoo by themselves, opt-outs are (B25). */
function withoutOptIns(run: AudienceRun): AudienceRun {
  const member_options = { ...run.config.member_options, auto_sync_member: false };
  return { ...run, config: { ...run.config, member_options } };
}
