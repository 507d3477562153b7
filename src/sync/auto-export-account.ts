import { autoExport } from './auto-export/auto-export.js';
import { findRule } from './auto-export/find-rule.js';
import { ruleToRun } from './auto-export/rule-to-run.js';
import { consentOfOdoo } from './consent/consent-of-odoo.js';
import { observeMembers } from './export/observe-members.js';
import { meetAddon } from './addon/meet-addon.js';
import { showLogs } from './addon/show-logs.js';
import { odooChanges } from './feed/odoo-changes.js';
import { forgetMarksOfOldMapping } from './import/import-stream.js';
import { settleEarlierCreates } from './people/settle-creates.js';
import { runCommand } from './run-command.js';
import type { RunSummary } from './run-summary.js';
import type { RunTally } from './run-tally.js';
import { selectAudiences } from './select-audiences.js';
import type { SyncOptions } from './sync-account.js';
import type { AudienceRun, SyncContext } from './sync-context.js';

/** `auto-export` (B19): the rule of each audience that has one, and nothing else. */
export async function autoExportAccount(context: SyncContext, options: SyncOptions): Promise<RunSummary[]> {
  const summaries: RunSummary[] = [];
  for (const audience of selectAudiences(context.config, options.audiences)) {
    const command = { ...options, command: 'auto-export', audience };
    if ((await findRule(context, audience)) === null) continue;
    summaries.push(await runCommand(context, command, exportByRule));
  }
  const addon = options.dryRun ? null : await meetAddon(context, null);
  if (addon !== null) await showLogs(context, addon);
  return summaries;
}

async function exportByRule(run: AudienceRun, runId: number | null, tally: RunTally): Promise<void> {
  await forgetMarksOfOldMapping(run);
  const earlier = await settleEarlierCreates(run);
  await observeMembers(run, { runId, interrupted: earlier.interrupted }, tally);
  // Only looked at: what else the changes mean is for `sync` to deal with.
  const changes = await odooChanges(run);
  await consentOfOdoo(run, { runId, members: changes.isFirst ? null : changes.members }, tally);
  if (changes.broken !== null) throw changes.broken;
  const rule = await ruleToRun(run, runId, tally);
  if (rule === null) return earlier.forget();
  await autoExport(run, rule, { changes, runId }, tally);
  await earlier.forget();
}
