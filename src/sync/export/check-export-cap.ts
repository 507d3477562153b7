import { checkBlastCap } from '../blast-cap.js';
import type { ExportRequest } from './export-request.js';
import type { AudienceRun } from '../sync-context.js';

/** @throws OperatorError `limits.exceeded` when an export is about to change more people than it may (B28) */
export async function checkExportCap(
  run: AudienceRun,
  { alsoChanged = 0 }: Pick<ExportRequest, 'alsoChanged'>,
  counted: number,
): Promise<void> {
  const people = counted + alsoChanged;
  if (people === 0) return;
  const audienceSize = await run.store.bindings.count(run.audience.id);
  checkBlastCap(run, { people, audienceSize, what: 'change the consent or the address of, or add,' });
}
