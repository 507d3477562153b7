import { isSource, typeOf } from '../../objects/registry.js';
import { smallTablesWhole } from '../../odoo/people/people-sources.js';
import { selectRecords, type SelectedRecord } from '../../odoo/people/select-records.js';
import { atMost } from '../../support/at-most.js';
import { chunk } from '../../support/chunk.js';
import { forEachConcurrently } from '../../support/for-each-concurrently.js';
import { inSizes } from '../../support/in-sizes.js';
import type { RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import { consentPass } from '../consent/consent-pass.js';
import { batchSize, batchSizes } from './batch-size.js';
import { consentOfRecords, consentTask } from './consent-of-records.js';
import { countedChanges } from './counted-changes.js';
import { checkExportCap } from './check-export-cap.js';
import type { ExportRequest } from './export-request.js';
import { planRecords, type Seen } from './plan-records.js';
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
  const { max_connections: connections } = run.config.mailchimp;
  const size = batchSize(selection.total, connections);
  await lookAhead(run, request, selection, tally);
  const seen: Seen = new Set();
  const { fields } = await run.mapping();
  const whole = run.types
    .filter((type) => isSource(type.model))
    .map((type) => ({ type, fields: fields[type.key] ?? [] }));
  const people = smallTablesWhole(run.odoo.transport, run.clock, whole);
  const prepared = { ...run, people };
  const reading = atMost(readAtOnce);
  let done = 0;
  // Twice as many batches as connections: while all of them are busy, the next ones are read from Odoo.
  const batches = inSizes(recordsOf(run, request, selection, size), batchSizes(selection.total, connections));
  await forEachConcurrently(batches, 2 * connections, async (records) => {
    run.signal.throwIfAborted();
    selection.note(records);
    const plans = await reading(() => planRecords(prepared, request, records, seen));
    await pushPlans(prepared, request, { plans, batchSize: records.length }, tally);
    done += records.length;
    const { account } = run.config;
    run.progress({ account, audience: run.audience.id, phase: 'contacts', done, total: selection.total });
  });
}

const scanned = 1000;
/** The first page is there to be sent while others are read. */
const readAtOnce = 2;

/** Brings the consent of everyone selected, and looks whether the run goes beyond the blast cap (B25, B28). */
async function lookAhead(
  run: AudienceRun,
  request: ExportRequest,
  selection: LargeSelection,
  tally: RunTally,
): Promise<void> {
  const hasMembers = (await run.store.bindings.count(run.audience.id)) > 0;
  const records = (): AsyncGenerator<SelectedRecord[]> => recordsOf(run, request, selection, scanned);
  let people = hasMembers
    ? await consentPass(run, consentOfRecords(run, request, records()), consentTask(run, request), tally)
    : 0;
  if (!hasMembers && !request.scheduled) return;
  const seen: Seen = new Set();
  for await (const some of records()) {
    people += countedChanges(request, await planRecords(run, request, some, seen));
    await checkExportCap(run, request, people);
  }
}

/** Named ids are asked for page by page: all of them in every question would weigh more than the answers. */
async function* recordsOf(
  run: AudienceRun,
  request: ExportRequest,
  { domain }: LargeSelection,
  pageSize: number,
): AsyncGenerator<SelectedRecord[]> {
  const { model, selection } = request;
  const type = typeOf(model);
  const select = (some: readonly unknown[]) =>
    selectRecords(run.odoo.transport, { type, domain: some, pageSize });
  if (selection.by !== 'ids') {
    yield* select(domain);
    return;
  }
  for (const ids of chunk(selection.ids, pageSize)) {
    yield* select(selectionDomain({ ...request, selection: { by: 'ids', ids } }, run.mailingListId));
  }
}
