import { isSource } from '../../objects/registry.js';
import { chunk } from '../../support/chunk.js';
import type { RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import { enrolCustomers } from './enrol-customers.js';
import type { ExportItem } from './export-item.js';
import type { ExportRequest } from './export-request.js';
import { planRecords, type RecordPlan } from './plan-records.js';
import { plannedPush } from './planned-push.js';
import { pushBatch } from './push-batch.js';
import { recordOutcomes, type Outcome } from './record-outcomes.js';

export interface PlannedRecords {
  plans: readonly RecordPlan[];
  /** The most that go in one call. */
  batchSize: number;
}

/** Sends what is planned, and writes down what MailChimp has confirmed; opt-outs have gone before (B25). */
export async function pushPlans(
  run: AudienceRun,
  request: ExportRequest,
  { plans, batchSize }: PlannedRecords,
  tally: RunTally,
): Promise<void> {
  const admitted = plans.map((planned) => asPlanned(run, planned));
  const enrolled = await enrol(run, request, admitted);
  await send(run, request, { plans: enrolled, batchSize }, tally);
}

/** B29: what isn't in the plan that is being applied is left for another run. */
function asPlanned({ guard }: AudienceRun, planned: RecordPlan): RecordPlan {
  const item = itemOf(planned);
  if (item === null || guard === null || guard.admit([plannedPush(item)])) return planned;
  return { ...planned, plan: { outcome: 'skip', reason: 'not_planned' } };
}

async function send(
  run: AudienceRun,
  request: ExportRequest,
  { plans, batchSize }: PlannedRecords,
  tally: RunTally,
): Promise<void> {
  await Promise.all(
    chunk(plans, batchSize).map(async (some) => {
      run.signal.throwIfAborted();
      const items = some.flatMap((planned) => itemOf(planned) ?? []);
      if (run.dryRun) tally.plan.push(...items.map(plannedPush));
      const results = run.dryRun ? [] : await pushBatch(run, items);
      const answers = new Map(results.map((result) => [result.item.record, result]));
      const outcomes = some.map((planned): Outcome => ({
        planned,
        result: answers.get(planned.record) ?? null,
      }));
      await recordOutcomes(run, request, outcomes, tally);
    }),
  );
}

function itemOf({ record, selected, plan }: RecordPlan): ExportItem | null {
  if (plan.outcome !== 'push') return null;
  return { plan, binding: selected?.binding ?? null, record };
}

const enrolAttempts = 3;

/** Customers that are exported become mailing contacts first (B16); whoever Odoo refuses is not exported. */
async function enrol(
  run: AudienceRun,
  request: ExportRequest,
  plans: readonly RecordPlan[],
): Promise<RecordPlan[]> {
  if (!isSource(request.model) || request.mode === 'update' || run.dryRun) return [...plans];
  const done = plans.filter(({ plan }) => plan.outcome !== 'push' && plan.outcome !== 'unchanged');
  let open = plans.filter((planned) => !done.includes(planned));
  for (let attempt = 1; attempt <= enrolAttempts; attempt += 1) {
    const people = open.flatMap(({ selected }) => selected ?? []);
    const { changed, refused } = await enrolCustomers(run, people);
    if (!changed) break;
    const reasons = new Map(refused.map(({ item, error }) => [item.record.id, error]));
    for (const planned of open) {
      const error = reasons.get(planned.record.id);
      if (error === undefined) continue;
      done.push({ ...planned, plan: { outcome: 'failed', code: error.code, description: error.message } });
    }
    const left = open.filter(({ record }) => !reasons.has(record.id));
    open = await planRecords(
      run,
      request,
      left.map(({ record }) => record),
      new Set(),
    );
  }
  return [...done, ...open];
}
