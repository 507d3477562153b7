import type { Binding } from '../../store/binding.js';
import type { NewJournalRow } from '../../store/journal.js';
import { tallyFailure, type RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import type { ExportRequest } from './export-request.js';
import type { PushResult } from './export-item.js';
import { pushedBinding } from './pushed-binding.js';

/** Writes down what MailChimp has confirmed: bindings and journal in one transaction, then the counts. */
export async function recordPushes(
  run: AudienceRun,
  request: ExportRequest,
  results: readonly PushResult[],
  tally: RunTally,
): Promise<void> {
  if (results.length === 0) return;
  const bindings = results.flatMap((result): Binding[] =>
    'member' in result ? [pushedBinding(run, result.item, result.member)] : [],
  );
  const rows = results.map((result) => journalRow(run, request, result));
  await run.store.transaction(async (store) => {
    await store.bindings.save(bindings);
    if (request.runId !== null) await store.journal.append(request.runId, rows);
  });
  for (const result of results) tallyResult(request, result, tally);
}

function tallyResult(request: ExportRequest, result: PushResult, tally: RunTally): void {
  if ('member' in result) {
    tally.totals[result.created ? 'created' : 'updated'] += 1;
    return;
  }
  const { id, name } = result.item.record;
  const email = result.item.plan.known.address;
  const { code, message: description } = result.error;
  tallyFailure(tally, { model: request.model, id, email, name, code, description });
}

function journalRow(run: AudienceRun, request: ExportRequest, result: PushResult): NewJournalRow {
  const { record, plan } = result.item;
  const common = {
    audienceId: run.audience.id,
    direction: 'export' as const,
    model: request.model,
    recordId: record.id,
    email: plan.known.address,
    name: record.name,
  };
  if ('member' in result) {
    return { ...common, outcome: result.created ? 'created' : 'updated', code: null, description: null };
  }
  return { ...common, outcome: 'failed', code: result.error.code, description: result.error.message };
}
