import { consentFromOdoo } from './consent/consent-of-odoo.js';
import { unlessBroken } from './consent/unless-broken.js';
import { importAudience, type ImportOptions } from './import/import-audience.js';
import type { RunOptions } from './audiences/audience-run.js';
import { runCommand } from './run-command.js';
import type { RunSummary } from './run-summary.js';
import type { RunTally } from './run-tally.js';
import { selectAudiences } from './select-audiences.js';
import type { AudienceRun, SyncContext } from './sync-context.js';

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
      await runCommand(context, command, (run, runId, tally) => fetch(run, { full, runId }, tally)),
    );
  }
  return summaries;
}

async function fetch(run: AudienceRun, options: ImportOptions, tally: RunTally): Promise<void> {
  const isNew = (await run.store.bindings.count(run.audience.id)) === 0;
  const broken = await unlessBroken(() => importAudience(run, options, tally));
  await consentFromOdoo(run, { runId: options.runId, isNew }, tally);
  if (broken !== null) throw broken;
}
