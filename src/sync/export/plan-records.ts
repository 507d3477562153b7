import { fingerprint } from '../../core/fingerprint.js';
import { isStillForgotten } from '../../core/still-forgotten.js';
import type { ConsentLook } from '../../odoo/people/consent-look.js';
import type { SelectedRecord } from '../../odoo/people/select-records.js';
import type { ExportFailure } from '../../store/export-failures.js';
import type { ForgottenAddress } from '../../store/forgotten.js';
import type { AudienceRun } from '../sync-context.js';
import type { ExportRequest } from './export-request.js';
import { planContact, type ContactPlan, type KnownRecord } from './plan-contact.js';
import { readSelected, type AddressedRecord, type SelectedPerson } from './read-selected.js';

/** One record of the selection and what is to become of it; nothing has been done yet. */
export interface RecordPlan {
  record: SelectedRecord;
  /** Null when it has no address to go by. */
  selected: SelectedPerson | null;
  plan: ContactPlan | Unaddressed;
  /** How it was refused before, if it was. */
  before: ExportFailure | null;
  /** Of the record as it is now. */
  fingerprint: string;
}

export type Unaddressed =
  | { outcome: 'skip'; reason: 'no_address' | 'refused_before' | 'not_planned' | 'forgotten' }
  | { outcome: 'failed'; code: string; description: string };

/** Addresses this run has dealt with: one of several records is pushed once (B16). */
export type Seen = Set<string>;

/**
 * Reads and plans records; writes nothing (B16, B17, B21, B27).
 * @param look at the consent of their members, just before
 */
export async function planRecords(
  run: AudienceRun,
  request: ExportRequest,
  records: readonly SelectedRecord[],
  seen: Seen,
  look?: ConsentLook,
): Promise<RecordPlan[]> {
  const fresh = records.filter((record) => isFresh(record, seen));
  const addressed = fresh.filter((record): record is AddressedRecord => record.address !== null);
  const [people, forgotten, failures] = await Promise.all([
    readSelected(run, request.model, addressed, look),
    run.store.forgotten.among(
      run.audience.id,
      addressed.map(({ address }) => address),
    ),
    run.store.exportFailures.of(
      run.audience.id,
      request.model,
      fresh.map(({ id }) => id),
    ),
  ]);
  const rules = await exportRules(run, request);
  const before = new Map(failures.map((failure) => [failure.recordId, failure]));
  const planned = people
    .filter(({ known }) => request.selection.by !== 'pending' || known.base === null)
    .map((selected): RecordPlan => ({
      record: selected.record,
      selected,
      plan: unlessForgotten(
        planContact(ofRule(request, selected.known), rules),
        forgotten.get(selected.known.address),
      ),
      before: before.get(selected.record.id) ?? null,
      fingerprint: recordFingerprint(selected.known),
    }));
  const unaddressed = fresh
    .filter(({ address }) => address === null)
    .map((record): RecordPlan => ({
      record,
      selected: null,
      plan: withoutAddress(record),
      before: before.get(record.id) ?? null,
      fingerprint: fingerprint(record.email),
    }));
  return [...planned, ...unaddressed].map((one) => afterRefusal(run, request, one));
}

function isFresh({ address }: SelectedRecord, seen: Seen): boolean {
  if (address === null) return true;
  if (seen.has(address)) return false;
  seen.add(address);
  return true;
}

/** B57: whoever was forgotten is not brought back. An opt-out of theirs has gone before, by the path of consent (B45). */
function unlessForgotten(plan: ContactPlan, forgotten: ForgottenAddress | undefined): RecordPlan['plan'] {
  const isPassedOver = isStillForgotten(forgotten?.since, plan.known.member);
  return isPassedOver ? { outcome: 'skip', reason: 'forgotten' } : plan;
}

/** Whoever the rule exports again gets their tags back (B19). */
function ofRule({ isRule }: ExportRequest, known: KnownRecord): KnownRecord {
  return isRule === true ? { ...known, tagsOff: false } : known;
}

async function exportRules(run: AudienceRun, { mode }: ExportRequest) {
  const { mappings } = await run.mapping();
  const { policies, member_options: options } = run.config;
  const overrideName = options.override_contact_name;
  return { mode, policies, mappings, managedTags: run.managedTags, overrideName };
}

function recordFingerprint({ address, person }: KnownRecord): string {
  const { consent, odoo, tags } = person;
  const { subscriptions, blacklisted } = consent;
  const subscription = subscriptions.map(({ optOut }) => optOut).sort();
  return fingerprint({ address, values: odoo.values, tags: [...tags].sort(), subscription, blacklisted });
}

function withoutAddress({ email }: SelectedRecord): Unaddressed {
  if (email === null || email.trim() === '') return { outcome: 'skip', reason: 'no_address' };
  const description = `${email} is not one e-mail address; correct it in Odoo.`;
  return { outcome: 'failed', code: 'export.bad_address', description };
}

/** B21, B27: a record that was refused and is the same still is not tried again before its time. */
function afterRefusal(run: AudienceRun, { scheduled }: ExportRequest, planned: RecordPlan): RecordPlan {
  const { before } = planned;
  if (before?.fingerprint !== planned.fingerprint) return planned;
  const isPermanent = before.retryAt === null;
  const isEarly = isPermanent || new Date(before.retryAt ?? 0) > run.clock.now();
  if (scheduled && isEarly) return { ...planned, plan: { outcome: 'skip', reason: 'refused_before' } };
  if (!isPermanent) return planned;
  const { code, description } = before;
  return { ...planned, plan: { outcome: 'failed', code, description } };
}
