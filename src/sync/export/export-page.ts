import type { SelectedRecord } from '../../odoo/people/select-records.js';
import { tallyFailure, tallySkip, type RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import { enrolCustomers } from './enrol-customers.js';
import type { ExportRequest } from './export-request.js';
import type { ExportItem } from './export-item.js';
import { planContact, type ContactPlan } from './plan-contact.js';
import { plannedPush } from './planned-push.js';
import { pushBatch } from './push-batch.js';
import { readSelected, type AddressedRecord, type SelectedPerson } from './read-selected.js';
import { recordPushes } from './record-pushes.js';

export interface ExportPage {
  request: ExportRequest;
  records: readonly SelectedRecord[];
  /** Addresses this run has dealt with: one of several records is pushed once (B16). */
  seen: Set<string>;
  onlyOptOuts: boolean;
}

/** Reads, plans and sends one page; a page is one batch. */
export async function exportPage(run: AudienceRun, page: ExportPage, tally: RunTally): Promise<void> {
  const { request } = page;
  const records = page.onlyOptOuts ? page.records.filter(hasAddress) : addressed(page, tally);
  const people = (await readEnrolled(run, request, records, tally)).filter((person) =>
    isWanted(request, person),
  );
  const planned = people.map((selected) => ({ selected, plan: plan(run, request, selected) }));
  const due = planned.filter(({ plan: { outcome, ...rest } }) => {
    return (
      !page.onlyOptOuts || (outcome === 'push' && 'consent' in rest && rest.consent.action === 'unsubscribe')
    );
  });
  const items: ExportItem[] = [];
  for (const { selected, plan: contactPlan } of due) {
    if (page.onlyOptOuts) page.seen.add(selected.record.address);
    const item = sortOut(request, { selected, plan: contactPlan }, tally);
    if (item !== null) items.push(item);
  }
  if (run.dryRun) {
    for (const item of items) tally.plan.push(plannedPush(item));
    for (const { plan: consented } of items)
      tally.totals[consented.consent.action === 'create' ? 'created' : 'updated'] += 1;
    return;
  }
  await recordPushes(run, request, await pushBatch(run, items), tally);
}

function plan(run: AudienceRun, request: ExportRequest, { known }: SelectedPerson): ContactPlan {
  return planContact(known, {
    mode: request.mode,
    policies: run.config.policies,
    managedTags: run.audience.tags,
  });
}

/** B18: pending are those never brought together with a member. */
function isWanted({ selection }: ExportRequest, { known }: SelectedPerson): boolean {
  return selection.by !== 'pending' || known.base === null;
}

function hasAddress(record: SelectedRecord): record is AddressedRecord {
  return record.address !== null;
}

/** The records that can be pushed, each address once. */
function addressed({ request, records, seen }: ExportPage, tally: RunTally): AddressedRecord[] {
  return records.filter((record): record is AddressedRecord => {
    if (record.address === null) {
      if (record.email === null || record.email.trim() === '') tallySkip(tally, 'no_address');
      else tallyFailure(tally, { model: request.model, ...badAddress(record) });
      return false;
    }
    if (seen.has(record.address)) return false;
    seen.add(record.address);
    return true;
  });
}

function badAddress({ id, email, name }: SelectedRecord) {
  const description = `${email ?? ''} is not an e-mail address; correct it in Odoo.`;
  return { id, email, name, code: 'export.bad_address', description };
}

const enrolAttempts = 3;

async function readEnrolled(
  run: AudienceRun,
  request: ExportRequest,
  records: readonly AddressedRecord[],
  tally: RunTally,
): Promise<SelectedPerson[]> {
  let people = await readSelected(run, request.model, records);
  if (request.model === 'mailing.contact' || request.mode === 'update') return people;
  for (let attempt = 1; attempt <= enrolAttempts; attempt += 1) {
    const { changed, refused } = await enrolCustomers(run, people);
    if (!changed) break;
    for (const { item, error } of refused) {
      tallyFailure(tally, { ...failureOf(request, item), code: error.code, description: error.message });
    }
    const left = new Set(refused.map(({ item }) => item.record));
    people = await readSelected(
      run,
      request.model,
      people.flatMap(({ record }) => (left.has(record) ? [] : [record])),
    );
  }
  return people;
}

function failureOf(request: ExportRequest, { record }: SelectedPerson) {
  return { model: request.model, id: record.id, email: record.address, name: record.name };
}

/** Counts what needs no call; returns what does. */
function sortOut(
  request: ExportRequest,
  { selected, plan: contactPlan }: { selected: SelectedPerson; plan: ContactPlan },
  tally: RunTally,
): ExportItem | null {
  switch (contactPlan.outcome) {
    case 'skip':
      tallySkip(tally, contactPlan.reason);
      return null;
    case 'unchanged':
      tally.totals.unchanged += 1;
      return null;
    case 'conflict':
      tallyFailure(tally, {
        ...failureOf(request, selected),
        code: 'export.address_taken',
        description: `${selected.record.address} is another member of this audience already; merge the two in MailChimp.`,
      });
      return null;
    case 'push':
      return { plan: contactPlan, binding: selected.binding, record: selected.record };
  }
}
