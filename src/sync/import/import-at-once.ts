import { openConsentLooks } from '../../consent/consent-looks.js';
import { consentPass } from '../consent/consent-pass.js';
import { seeMembers } from '../people/see-members.js';
import type { AudienceRun } from '../sync-context.js';
import { consentOfPages } from './consent-of-pages.js';
import { applyPage, planPage, type PlannedPage } from './import-page.js';
import type { ChangedPage, ImportTask } from './import-task.js';
import { recordPage } from './record-page.js';

/** Brings the consent of all pages, which checks the blast cap (B28); then plans all else, and brings it. */
export async function importAtOnce(
  run: AudienceRun,
  pages: readonly ChangedPage[],
  task: ImportTask,
): Promise<void> {
  const looks = openConsentLooks();
  const consent = { ...task, mayOptIn: true, looks };
  await consentPass(run, consentOfPages(run, pages, task), consent, task.tally);
  const planned: { page: ChangedPage; plan: PlannedPage }[] = [];
  for (const page of pages) {
    const members = await seeMembers(run, page.members);
    planned.push({ page, plan: await planPage(run, { ...task, members, look: looks }) });
  }
  for (const { page, plan } of planned) {
    run.signal.throwIfAborted();
    const result = await applyPage(run, plan, task.tally);
    await recordPage(run, page, result, task.runId);
    const done = page.members.length;
    const { account } = run.config;
    run.progress({ account, audience: run.audience.id, phase: page.phase, done, total: done });
  }
}
