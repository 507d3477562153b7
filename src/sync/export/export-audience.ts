import { typeOf } from '../../objects/registry.js';
import { selectRecords, type SelectedRecord } from '../../odoo/people/select-records.js';
import { countRecords } from '../../odoo/records/count-records.js';
import { withType } from '../audiences/audience-run.js';
import { consentFromOdoo } from '../consent/consent-of-odoo.js';
import { settleEarlierCreates } from '../people/settle-creates.js';
import type { RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import { forgetMarksOfOldMapping } from '../import/import-stream.js';
import { exportInPages } from './export-in-pages.js';
import { exportRecords } from './export-records.js';
import type { ExportRequest } from './export-request.js';
import { observeMembers } from './observe-members.js';
import { reportMissing } from './report-missing.js';
import { selectionDomain } from './selection-domain.js';

/** As many are read and planned whole, so that the blast cap sees all of it and opt-outs go first. */
const atOnce = 1000;

/** Odoo → MailChimp for one audience (B16, B17): learn who may be mailed, send the opt-outs, then everyone else. */
export async function exportAudience(
  openRun: AudienceRun,
  request: ExportRequest,
  tally: RunTally,
): Promise<void> {
  const run = withType(openRun, request.model);
  await forgetMarksOfOldMapping(run);
  const { runId } = request;
  const isNew = (await run.store.bindings.count(run.audience.id)) === 0;
  const earlier = await settleEarlierCreates(run);
  await observeMembers(run, { runId, interrupted: earlier.interrupted }, tally);
  await consentFromOdoo(run, { runId, isNew }, tally);
  const [total] = await Promise.all([countOf(run, request), run.mapping(), run.tags()]);
  await exportCounted(run, request, total, tally);
  await earlier.forget();
}

/** The same for a run that has just read what changed in MailChimp. */
export async function exportSelected(
  run: AudienceRun,
  request: ExportRequest,
  tally: RunTally,
): Promise<void> {
  await exportCounted(run, request, await countOf(run, request), tally);
}

async function exportCounted(
  run: AudienceRun,
  request: ExportRequest,
  total: number,
  tally: RunTally,
): Promise<void> {
  const domain = selectionDomain(request, run.mailingListId);
  const found = new Set<number | string>();
  const note = (records: readonly SelectedRecord[]): void => {
    const isNamed = request.selection.by === 'ids' || request.selection.by === 'emails';
    for (const { id, address } of isNamed ? records : []) found.add(id).add(address ?? '');
  };
  if (total > atOnce) await exportInPages(run, request, { domain, total, note }, tally);
  else if (total > 0) await exportWhole(run, request, { domain, note }, tally);
  reportMissing(request, found, tally);
}

/** Of ids it is known without asking that they fit. */
async function countOf(run: AudienceRun, request: ExportRequest): Promise<number> {
  const { selection, model } = request;
  if (selection.by === 'ids' && selection.ids.length <= atOnce) return selection.ids.length;
  return countRecords(run.odoo.transport, model, selectionDomain(request, run.mailingListId));
}

interface Whole {
  domain: readonly unknown[];
  note(records: readonly SelectedRecord[]): void;
}

async function exportWhole(
  run: AudienceRun,
  request: ExportRequest,
  { domain, note }: Whole,
  tally: RunTally,
): Promise<void> {
  const type = typeOf(request.model);
  const records: SelectedRecord[] = [];
  for await (const page of selectRecords(run.odoo.transport, { type, domain, pageSize: atOnce }))
    records.push(...page);
  note(records);
  await exportRecords(run, request, records, tally);
}
