import type { AudienceRun } from '../run/audience-run.js';
import type { ExportRequest } from './export-request.js';

/**
 * Whether everyone this is about is sent for the first time, or again after what was known was lost: then no automation of
 * MailChimp is to start, as a welcome to thousands who know the sender (B62). People that are named are never meant so.
 */
export async function isCatchingUp(
  { store, audience }: AudienceRun,
  request: ExportRequest,
): Promise<boolean> {
  return isOfMany(request) && (await store.marks.get(audience.id, caughtUpMark(request))) === null;
}

/** To be called at the end of an export, also of one that had nobody to send; one that was interrupted goes on quietly. */
export async function noteCaughtUp(
  { store, audience, dryRun, guard, clock }: AudienceRun,
  request: ExportRequest,
): Promise<void> {
  if (dryRun || guard !== null || !isOfMany(request)) return;
  const mark = caughtUpMark(request);
  if ((await store.marks.get(audience.id, mark)) !== null) return;
  await store.marks.set(audience.id, mark, clock.now().toISOString());
}

function isOfMany({ selection: { by }, scheduled }: ExportRequest): boolean {
  return scheduled || (by !== 'ids' && by !== 'emails');
}

/** Of each kind: an update makes no members, and a rule's people are others. */
function caughtUpMark({ mode, model, isRule = false }: ExportRequest): string {
  return `caught-up/${isRule ? 'rule' : mode}/${model}`;
}
