import { isSource, typeOf } from '../../objects/registry.js';
import { selectRecords, type SelectedRecord } from '../../odoo/people/select-records.js';
import { domainRefused } from '../../odoo/people/domain-refused.js';
import { countRecords } from '../../odoo/records/count-records.js';
import { atMost } from '../../support/at-most.js';
import { chunk } from '../../support/chunk.js';
import { forEachConcurrently } from '../../support/for-each-concurrently.js';
import { inSizes } from '../../support/in-sizes.js';
import { consentFromOdoo } from '../consent/consent-of-odoo.js';
import { Pass } from '../pass/pass.js';
import { withTablesRead } from '../people/with-tables-read.js';
import type { AudienceRun } from '../run/audience-run.js';
import { withType } from '../run/open-audience.js';
import { tallyFailure, type RunTally } from '../run/run-tally.js';
import { isCatchingUp, noteCaughtUp } from './caught-up.js';
import type { ExportRequest } from './export-request.js';
import { exportSteps, type ExportPage } from './export-steps.js';
import { observeMembers } from './observe-members.js';
import { selectionDomain } from './selection-domain.js';

/** As many are read and planned whole, so that the blast cap sees all of it and opt-outs go first. */
const pageSize = 1000;

/** Odoo → MailChimp for one audience (B16, B17): learn who may be mailed, send the opt-outs, then everyone else. */
export async function exportAudience(open: AudienceRun, request: ExportRequest): Promise<void> {
  const run = withType(open, request.model);
  const isNew = (await run.store.bindings.count(run.audience.id)) === 0;
  await observeMembers(run);
  await consentFromOdoo(run, { isNew });
  await Promise.all([run.mapping(), run.tags()]);
  await exportSelected(run, request);
}

/** The same for a run that has just read what changed in MailChimp. */
export async function exportSelected(run: AudienceRun, wanted: ExportRequest): Promise<void> {
  const request = { ...wanted, startsNothing: await isCatchingUp(run, wanted) };
  const total = await countOf(run, request);
  const found = new Set<number | string>();
  const isNamed = request.selection.by === 'ids' || request.selection.by === 'emails';
  const note = (records: ExportPage): void => {
    for (const { id, address } of isNamed ? records : []) found.add(id).add(address ?? '');
  };
  if (total > pageSize) await exportInPages(run, request, { total, note });
  else if (total > 0) await exportWhole(run, request, note);
  tellMissing(request, found, run.tally);
  await noteCaughtUp(run, request);
}

/** Of ids it is known without asking that they fit. */
async function countOf(run: AudienceRun, request: ExportRequest): Promise<number> {
  const { selection, model } = request;
  if (selection.by === 'ids' && selection.ids.length <= pageSize) return selection.ids.length;
  return countRecords(run.odoo.transport, model, selectionDomain(request, run.mailingListId)).catch(
    domainRefused,
  );
}

async function exportWhole(
  run: AudienceRun,
  request: ExportRequest,
  note: (records: ExportPage) => void,
): Promise<void> {
  const records: SelectedRecord[] = [];
  for await (const page of recordsOf(run, request, pageSize)) records.push(...page);
  note(records);
  if (records.length === 0) return;
  const size = batchSize(records.length, run.config.mailchimp.max_connections);
  await new Pass(run, exportSteps(run, request, size)).whole([records], request.looks);
  report(run, records.length, records.length);
}

interface LargeSelection {
  total: number;
  note(records: ExportPage): void;
}

/** The first page is there to be sent while others are read. */
const readAtOnce = 2;

/** More than fits in memory: first a look at who opts out, then page by page with all connections busy. */
async function exportInPages(
  open: AudienceRun,
  request: ExportRequest,
  { total, note }: LargeSelection,
): Promise<void> {
  const { max_connections: connections } = open.config.mailchimp;
  await lookAhead(open, request);
  const run = await withTablesRead(open);
  const size = batchSize(total, connections);
  const pass = new Pass(run, exportSteps(run, request, size));
  const reading = atMost(readAtOnce);
  let done = 0;
  // Twice as many batches as connections: while all of them are busy, the next ones are read from Odoo.
  const batches = inSizes(recordsOf(run, request, size), batchSizes(total, connections));
  await forEachConcurrently(batches, 2 * connections, async (records) => {
    run.signal.throwIfAborted();
    note(records);
    await pass.carryOut(await reading(() => pass.plan(records)));
    done += records.length;
    report(run, done, total);
  });
}

/** Brings the consent of everyone selected, and looks whether the run goes beyond the blast cap (B25, B28). */
async function lookAhead(run: AudienceRun, request: ExportRequest): Promise<void> {
  const steps = exportSteps(run, request, pageSize);
  const pass = new Pass(run, steps);
  const hasMembers = (await run.store.bindings.count(run.audience.id)) > 0;
  let people = hasMembers ? await pass.consent(recordsOf(run, request, pageSize)) : 0;
  if (!hasMembers && !request.scheduled) return;
  for await (const records of recordsOf(run, request, pageSize)) {
    people += pass.countIn([await pass.plan(records)]);
    await steps.checkCap?.(people);
  }
}

/** Named ids are asked for page by page: all of them in every question would weigh more than the answers. */
async function* recordsOf(
  { odoo, mailingListId }: AudienceRun,
  { model, selection }: ExportRequest,
  size: number,
): AsyncGenerator<SelectedRecord[]> {
  const parts =
    selection.by === 'ids'
      ? chunk(selection.ids, size).map((ids) => ({ by: 'ids' as const, ids }))
      : [selection];
  for (const part of parts) {
    const domain = selectionDomain({ model, selection: part }, mailingListId);
    yield* selectRecords(odoo.transport, { type: typeOf(model), domain, pageSize: size });
  }
}

function report({ config, audience, progress }: AudienceRun, done: number, total: number): void {
  progress({ account: config.account, audience: audience.id, phase: 'contacts', done, total });
}

/** Records named by id or e-mail that Odoo doesn't have (or not on the mailing list) are failures, not silence. */
function tellMissing(
  { selection, model, scheduled }: ExportRequest,
  found: ReadonlySet<number | string>,
  tally: RunTally,
): void {
  if (scheduled) return;
  const where = isSource(model) ? 'in Odoo' : 'on the audience’s mailing list';
  const description = `No ${model} ${where} by this name; check the id or address, and the mailing list it is on.`;
  const common = { model, name: null, code: 'export.not_found', description };
  if (selection.by === 'ids') {
    const missing = selection.ids.filter((id) => !found.has(id));
    for (const id of missing) tallyFailure(tally, { ...common, id, email: null });
  }
  if (selection.by === 'emails') {
    const missing = selection.emails.filter((email) => !found.has(email.trim().toLowerCase()));
    for (const email of missing) tallyFailure(tally, { ...common, id: null, email });
  }
}

/** MailChimp takes at most 500 members in one batch (mailchimp-api §5.3). */
const most = 500;
/** Below this a call's own latency weighs more than the members in it. */
const least = 100;

/** The batch size that keeps all connections busy to the end: full rounds of equal batches. */
export function batchSize(total: number, connections: number): number {
  const rounds = Math.ceil(total / (most * connections));
  const even = Math.ceil(total / (rounds * connections));
  return Math.min(most, Math.max(least, even));
}

/** The first round's share of an even one: the sooner its batches are read, the sooner all connections are in use. */
const opening = 0.6;
/** By how much the first batch is larger than the others of its round, and the last one smaller. */
const slope = 0.1;

/**
 * Sizes of the batches in which so many are sent. Connections come into use one after the other, as records are read:
 * the first round is small, and gets smaller from batch to batch, so that they come to their end together.
 */
export function batchSizes(total: number, connections: number): number[] {
  const even = batchSize(total, connections);
  const count = Math.ceil(total / even);
  const laterRounds = Math.ceil(count / connections) - 1;
  const later = Math.min(most, Math.ceil(even * (1 + (1 - opening) / laterRounds)));
  const first = laterRounds === 0 ? even : even - (later - even) * laterRounds;
  const tilt = count < connections ? 0 : Math.min(slope, most / first - 1);
  return Array.from({ length: count }, (_, index) => {
    if (index >= connections) return later;
    const share = 1 + tilt * (1 - (2 * index) / Math.max(1, connections - 1));
    return Math.min(most, Math.ceil(first * share));
  });
}
