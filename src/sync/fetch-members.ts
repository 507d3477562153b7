import { consentFromOdoo } from './consent/consent-of-odoo.js';
import { unlessBroken } from './consent/unless-broken.js';
import { importAudience } from './import/import-audience.js';
import type { AudienceRun } from './run/audience-run.js';
import type { RunSummary } from './run/run-summary.js';
import { withRun, type RunOptions } from './run/with-run.js';
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
    summaries.push(await withRun(context, command, (run) => fetch(run, full)));
  }
  return summaries;
}

async function fetch(run: AudienceRun, full: boolean): Promise<void> {
  const isNew = (await run.store.bindings.count(run.audience.id)) === 0;
  const broken = await unlessBroken(() => importAudience(run, { full }));
  await consentFromOdoo(run, { isNew });
  if (broken !== null) throw broken;
}
