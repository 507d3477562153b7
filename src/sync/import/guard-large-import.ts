import { blastCap, checkBlastCap } from '../blast-cap.js';
import type { AudienceRun } from '../sync-context.js';
import { consentChanges } from './consent-changes.js';
import { what } from './import-at-once.js';
import { planPage } from './import-page.js';
import type { ImportTask } from './import-task.js';
import { readStream, type Changes } from './open-changes.js';

/**
 * Looks, before anything is written, whether an import too large for memory would change the consent of more people
 * than it may (B28). Where even everyone on the mailing list would not be too many, a look at that is enough; else all
 * pages are planned once for the count alone.
 */
export async function guardLargeImport(
  run: AudienceRun,
  { changes, subscribers }: { changes: Changes; subscribers: number },
  task: ImportTask,
): Promise<void> {
  if (run.allowLarge || run.dryRun) return;
  const audienceSize = Math.max(await run.store.bindings.count(run.audience.id), subscribers);
  const cap = blastCap(run.config, audienceSize);
  if (subscribers <= cap) return;
  let people = 0;
  for (const { stream, since } of changes.since) {
    for await (const { members } of readStream(run, stream, since)) {
      const { plans } = await planPage(run, { ...task, members });
      people += consentChanges(plans);
      if (people > cap) checkBlastCap(run, { people, audienceSize, what: `${what} at least` });
    }
  }
}
