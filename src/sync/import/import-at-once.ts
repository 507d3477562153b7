import { checkBlastCap } from '../blast-cap.js';
import type { AudienceRun } from '../sync-context.js';
import { consentChanges } from './consent-changes.js';
import { applyPage, planPage, type PlannedPage } from './import-page.js';
import type { ChangedPage, ImportTask } from './import-task.js';
import { recordPage } from './record-page.js';

/** Plans all pages, checks the blast cap (B28), then brings them. */
export async function importAtOnce(
  run: AudienceRun,
  pages: readonly ChangedPage[],
  task: ImportTask,
): Promise<void> {
  const planned: { page: ChangedPage; plan: PlannedPage }[] = [];
  for (const page of pages)
    planned.push({ page, plan: await planPage(run, { ...task, members: page.members }) });
  const people = consentChanges(planned.flatMap(({ plan }) => plan.plans));
  if (people > 0) checkBlastCap(run, { people, audienceSize: await sizeOf(run, pages), what });
  for (const { page, plan } of planned) {
    run.signal.throwIfAborted();
    const result = await applyPage(run, plan, task.tally);
    await recordPage(run, page, result, task.runId);
    const done = page.members.length;
    const { account } = run.config;
    run.progress({ account, audience: run.audience.id, phase: page.phase, done, total: done });
  }
}

export const what = 'opt out or opt in';

/** As many as the store knows, or as many as have just been read when that is more. */
async function sizeOf({ store, audience }: AudienceRun, pages: readonly ChangedPage[]): Promise<number> {
  const read = pages.reduce((sum, { totalItems }) => sum + totalItems, 0);
  return Math.max(read, await store.bindings.count(audience.id));
}
