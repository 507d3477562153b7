import type { Clock } from '../../support/clock.js';
import { openAudienceRun } from '../../sync/audiences/audience-run.js';
import type { AudienceConfig, AudienceRun, SyncContext } from '../../sync/sync-context.js';

/** What a run reads at its start (mapping, tags, mailing list) is good for the events of a minute. */
const goodMs = 60_000;

/** Runs on audiences that are opened once for many events. */
export function keptRuns(
  clock: Clock,
): (context: SyncContext, audience: AudienceConfig) => Promise<AudienceRun> {
  const kept = new Map<string, { run: AudienceRun; until: number }>();
  return async (context, audience) => {
    const known = kept.get(audience.id);
    const now = clock.now().getTime();
    // Another session may be another Odoo.
    const isGood = known !== undefined && now < known.until && known.run.odoo === context.odoo;
    if (isGood) return { ...known.run, ...context };
    const run = await openAudienceRun(context, audience, { dryRun: false, allowLarge: false });
    kept.set(audience.id, { run, until: now + goodMs });
    return run;
  };
}
