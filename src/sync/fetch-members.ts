import { importAudience } from './import/import-audience.js';
import type { RunOptions } from './audiences/audience-run.js';
import { runCommand } from './run-command.js';
import type { RunSummary } from './run-summary.js';
import { selectAudiences } from './select-audiences.js';
import type { SyncContext } from './sync-context.js';

/** `members fetch` (B8, B14): MailChimp → Odoo for the named audiences, one after the other. */
export async function fetchMembers(
  context: SyncContext,
  options: RunOptions & { audiences: string[]; full: boolean },
): Promise<RunSummary[]> {
  const summaries: RunSummary[] = [];
  for (const audience of selectAudiences(context.config, options.audiences)) {
    const command = { ...options, command: 'members fetch', audience };
    const { full } = options;
    summaries.push(
      await runCommand(context, command, (run, runId, tally) => importAudience(run, { full, runId }, tally)),
    );
  }
  return summaries;
}
