import { checkBlastCap } from '../blast-cap.js';
import type { AudienceRun } from '../sync-context.js';

/** @throws OperatorError `limits.exceeded` when an export is about to change more people than it may (B28) */
export async function checkExportCap(run: AudienceRun, people: number): Promise<void> {
  if (people === 0) return;
  const audienceSize = await run.store.bindings.count(run.audience.id);
  checkBlastCap(run, { people, audienceSize, what: 'change the consent of, or add,' });
}
