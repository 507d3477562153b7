import { smallTablesWhole } from '../../odoo/people/people-sources.js';
import { selectRecords, type SelectedRecord } from '../../odoo/people/select-records.js';
import { atMost } from '../../support/at-most.js';
import { chunk } from '../../support/chunk.js';
import { forEachConcurrently } from '../../support/for-each-concurrently.js';
import type { RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import { batchSize } from './batch-size.js';
import { countedChanges } from './counted-changes.js';
import { checkExportCap } from './check-export-cap.js';
import type { ExportRequest } from './export-request.js';
import { isOptOut, planRecords, type RecordPlan, type Seen } from './plan-records.js';
import { pushPlans } from './push-plans.js';
import { selectionDomain } from './selection-domain.js';

export interface LargeSelection {
  domain: readonly unknown[];
  total: number;
  note(records: readonly SelectedRecord[]): void;
}

/** More than fits in memory: first a look at who opts out, then page by page with all connections busy. */
export async function exportInPages(
  run: AudienceRun,
  request: ExportRequest,
  selection: LargeSelection,
  tally: RunTally,
): Promise<void> {
  const optOuts = await planConsent(run, request, selection);
  const size = batchSize(selection.total, run.config.mailchimp.max_connections);
  await pushPlans(run, request, { plans: optOuts, batchSize: size }, tally);
  const seen: Seen = new Set(optOuts.flatMap(({ record }) => record.address ?? []));
  const { customerFields } = await run.mapping();
  const people = smallTablesWhole(run.odoo.transport, run.clock, { customerFields, customers: true });
  const prepared = { ...run, people };
  const reading = atMost(readAtOnce);
  let done = 0;
  // Twice as many pages as connections: while all of them are busy, the next pages are read from Odoo.
  const pages = recordsOf(run, request, selection, size);
  await forEachConcurrently(pages, 2 * run.config.mailchimp.max_connections, async (records) => {
    run.signal.throwIfAborted();
    selection.note(records);
    const plans = await reading(() => planRecords(prepared, request, records, seen));
    await pushPlans(prepared, request, { plans, batchSize: size }, tally);
    done += records.length;
    const { account } = run.config;
    run.progress({ account, audience: run.audience.id, phase: 'contacts', done, total: selection.total });
  });
}

const scanned = 1000;
/** The first page is there to be sent while others are read. */
const readAtOnce = 2;

/** Who is to be opted out, after a look whether the run goes beyond the blast cap (B25, B28). */
async function planConsent(
  run: AudienceRun,
  request: ExportRequest,
  selection: LargeSelection,
): Promise<RecordPlan[]> {
  const hasMembers = (await run.store.bindings.count(run.audience.id)) > 0;
  if (!hasMembers && !request.scheduled) return [];
  const optOuts: RecordPlan[] = [];
  const seen: Seen = new Set();
  let people = 0;
  for await (const records of recordsOf(run, request, selection, scanned)) {
    const plans = await planRecords(run, request, records, seen);
    people += countedChanges(request, plans);
    await checkExportCap(run, request, people);
    optOuts.push(...plans.filter(({ plan }) => isOptOut(plan)));
  }
  return optOuts;
}

/** Named ids are asked for page by page: all of them in every question would weigh more than the answers. */
async function* recordsOf(
  run: AudienceRun,
  request: ExportRequest,
  { domain }: LargeSelection,
  pageSize: number,
): AsyncGenerator<SelectedRecord[]> {
  const { model, selection } = request;
  const select = (some: readonly unknown[]) =>
    selectRecords(run.odoo.transport, { model, domain: some, pageSize });
  if (selection.by !== 'ids') {
    yield* select(domain);
    return;
  }
  for (const ids of chunk(selection.ids, pageSize)) {
    yield* select(selectionDomain({ ...request, selection: { by: 'ids', ids } }, run.mailingListId));
  }
}
