import { autoExport } from './auto-export/auto-export.js';
import { findRule } from './auto-export/find-rule.js';
import { ruleToRun } from './auto-export/rule-to-run.js';
import { consentOfOdoo } from './consent/consent-of-odoo.js';
import { observeMembers } from './export/observe-members.js';
import { meetAddon } from './addon/meet-addon.js';
import { showLogs } from './addon/show-logs.js';
import { odooChanges } from './feed/odoo-changes.js';
import type { AudienceRun } from './run/audience-run.js';
import type { RunSummary } from './run/run-summary.js';
import { withRun } from './run/with-run.js';
import { selectAudiences } from './select-audiences.js';
import type { SyncOptions } from './sync-account.js';
import type { SyncContext } from './sync-context.js';

/** `auto-export` (B19): the rule of each audience that has one, and nothing else. */
export async function autoExportAccount(context: SyncContext, options: SyncOptions): Promise<RunSummary[]> {
  const summaries: RunSummary[] = [];
  for (const audience of selectAudiences(context.config, options.audiences)) {
    const command = { ...options, command: 'auto-export', audience };
    if ((await findRule(context, audience)) === null) continue;
    summaries.push(await withRun(context, command, exportByRule));
  }
  const addon = options.dryRun ? null : await meetAddon(context, null);
  if (addon !== null) await showLogs(context, addon);
  return summaries;
}

async function exportByRule(run: AudienceRun): Promise<void> {
  await observeMembers(run);
  // Only looked at: what else the changes mean is for `sync` to deal with.
  const changes = await odooChanges(run);
  await consentOfOdoo(run, changes.isFirst ? null : changes.members);
  if (changes.broken !== null) throw changes.broken;
  const rule = await ruleToRun(run);
  if (rule !== null) await autoExport(run, rule, changes);
}
