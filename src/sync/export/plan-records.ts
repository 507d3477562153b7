import { fingerprint } from '../../core/fingerprint.js';
import { managedExcept } from '../../core/tags.js';
import { isStillForgotten } from '../../core/still-forgotten.js';
import type { ConsentLook } from '../../odoo/people/consent-look.js';
import type { SelectedRecord } from '../../odoo/people/select-records.js';
import type { Binding } from '../../store/binding.js';
import type { ExportFailure } from '../../store/export-failures.js';
import type { ForgottenAddress } from '../../store/forgotten.js';
import type { PersonPlan } from '../pass/pass.js';
import type { KnownPerson } from '../people/known-person.js';
import type { OpenAudience } from '../run/audience-run.js';
import type { ExportRequest } from './export-request.js';
import {
  planContact,
  planCreate,
  type ContactDecision,
  type ExportRules,
  newAddressOf,
} from './plan-contact.js';
import { readSelected } from './read-selected.js';
import type { AskedStatus } from '../../consent/decide.js';
import { decidePerson } from '../people/person-consent.js';
import { readPersons } from '../people/read-persons.js';

/** One record of the selection and what is to become of it. */
export interface RecordPlan extends PersonPlan {
  record: SelectedRecord;
  decision: ContactDecision;
  /** How it was refused before, if it was. */
  before: ExportFailure | null;
  /** Of the record as it is now. */
  fingerprint: string;
  /** The cleaned member that the records are taken from, whose person becomes a new one (B49). */
  former: Binding | null;
}

/** One that sends something. */
export type PushPlan = RecordPlan & {
  known: KnownPerson;
  decision: Extract<ContactDecision, { outcome: 'push' }>;
};

export function isPush(plan: RecordPlan): plan is PushPlan {
  return plan.decision.outcome === 'push';
}

/**
 * Reads and plans records; writes nothing (B16, B17, B21, B27).
 * @param seen addresses this run has dealt with: one of several records is pushed once (B16)
 * @param look at the consent of their members, just before
 */
export async function planRecords(
  open: OpenAudience,
  request: ExportRequest,
  records: readonly SelectedRecord[],
  seen: Set<string>,
  look?: ConsentLook,
): Promise<RecordPlan[]> {
  const fresh = records.filter((record) => isFresh(record, seen));
  const [people, forgotten, failures, rules] = await Promise.all([
    readSelected(open, request.model, fresh, look),
    open.store.forgotten.among(
      open.audience.id,
      fresh.flatMap(({ address }) => address ?? []),
    ),
    open.store.exportFailures.of(
      open.audience.id,
      request.model,
      fresh.map(({ id }) => id),
    ),
    exportRules(open, request),
  ]);
  const moved = await movedPeople(open, people, rules);
  const before = new Map(failures.map((failure) => [failure.recordId, failure]));
  const plans = fresh.flatMap((record): RecordPlan[] => {
    const known = people.get(record) ?? null;
    const refused = before.get(record.id) ?? null;
    if (known === null && record.address !== null) return [];
    if (known === null)
      return [
        {
          record,
          known,
          decision: withoutAddress(record),
          before: refused,
          fingerprint: fingerprint(record.email),
          former: null,
        },
      ];
    if (request.selection.by === 'pending' && known.base !== null) return [];
    const planned = planPerson(ofRule(request, known), moved.get(record), rules);
    const decision = unlessForgotten(planned.decision, planned.known, forgotten.get(known.address));
    return [{ record, ...planned, decision, before: refused, fingerprint: recordFingerprint(planned.known) }];
  });
  return plans.map((plan) => afterRefusal(open, request, plan));
}

function planPerson(
  known: KnownPerson,
  moved: MovedPerson | undefined,
  rules: ExportRules,
): Pick<RecordPlan, 'decision' | 'former'> & { known: KnownPerson } {
  if (moved === undefined) return { known, former: null, decision: planContact(known, rules) };
  return {
    known: moved.known,
    former: moved.former,
    decision: planCreate(moved.known, moved.status, rules),
  };
}

function isFresh({ address }: SelectedRecord, seen: Set<string>): boolean {
  if (address === null) return true;
  if (seen.has(address)) return false;
  seen.add(address);
  return true;
}

/** B57: whoever was forgotten is not brought back. An opt-out of theirs has gone before, by the path of consent (B45). */
function unlessForgotten(
  decision: ContactDecision,
  { member }: KnownPerson,
  forgotten: ForgottenAddress | undefined,
): ContactDecision {
  const isPassedOver = isStillForgotten(forgotten?.since, member);
  return isPassedOver ? { merge: null, outcome: 'skip', reason: 'forgotten' } : decision;
}

/** Whoever the rule exports again gets their tags back (B19). */
function ofRule({ isRule }: ExportRequest, known: KnownPerson): KnownPerson {
  return isRule === true ? { ...known, tagsOff: false } : known;
}

async function exportRules(
  open: OpenAudience,
  { mode, selection, isRule }: ExportRequest,
): Promise<ExportRules> {
  const [{ mappings }, { archived }] = await Promise.all([open.mapping(), open.tags()]);
  const { policies, member_options: options } = open.config;
  const overrideName = options.override_contact_name;
  const isExplicit = isRule !== true && (selection.by === 'ids' || selection.by === 'emails');
  return {
    mode,
    isExplicit,
    policies,
    mappings,
    managedTags: managedExcept(open.managedTags, archived),
    overrideName,
  };
}

/** Of all of a record that an export goes by. */
export function recordFingerprint({ address, person }: KnownPerson): string {
  const { consent, odoo, tags } = person;
  const { subscriptions, blacklisted } = consent;
  const subscription = subscriptions.map(({ optOut }) => optOut).sort();
  return fingerprint({ address, values: odoo.values, tags: [...tags].sort(), subscription, blacklisted });
}

function withoutAddress({ email }: SelectedRecord): ContactDecision {
  if (email === null || email.trim() === '') return { merge: null, outcome: 'skip', reason: 'no_address' };
  const description = `${email} is not one e-mail address; correct it in Odoo.`;
  return { merge: null, outcome: 'failed', code: 'export.bad_address', description };
}

/** B21, B27: a record that was refused and is the same still is not tried again before its time. */
function afterRefusal({ clock }: OpenAudience, { scheduled }: ExportRequest, plan: RecordPlan): RecordPlan {
  const { before } = plan;
  if (before?.fingerprint !== plan.fingerprint) return plan;
  const isPermanent = before.retryAt === null;
  const isEarly = isPermanent || new Date(before.retryAt ?? 0) > clock.now();
  const { merge } = plan.decision;
  if (scheduled && isEarly)
    return { ...plan, decision: { merge, outcome: 'skip', reason: 'refused_before' } };
  if (!isPermanent) return plan;
  const { code, description } = before;
  return { ...plan, decision: { merge, outcome: 'failed', code, description } };
}

/** Somebody whose address bounced, as they are under the one that was put in its place in Odoo. */
export interface MovedPerson {
  /** No member yet. */
  known: KnownPerson;
  status: AskedStatus;
  /** The member that stays cleaned, without the records. */
  former: Binding;
}

/** MailChimp gives no other address to a cleaned member: whose address bounced becomes a new one (B49). */
export async function movedPeople(
  open: OpenAudience,
  people: ReadonlyMap<SelectedRecord, KnownPerson>,
  rules: ExportRules,
): Promise<Map<SelectedRecord, MovedPerson>> {
  const found = [...people].flatMap(([record, known]) => {
    const { binding: former, address } = known;
    const status = statusUnderNewAddress(known, rules);
    return former === null || status === null ? [] : [{ record, address, former, status }];
  });
  const persons = await readPersons(
    open,
    found.map(({ address }) => ({ address, binding: null })),
  );
  return new Map(
    found.flatMap(({ record, address, former, status }, index) => {
      const person = persons[index];
      if (person === undefined) return [];
      const known = { ...nobody, address, person };
      return [[record, { known, status, former }] as const];
    }),
  );
}

const nobody = {
  ...{ member: null, binding: null, base: null, entry: null, movedTo: null },
  ...{ isInterrupted: false, tagsOff: false, addressTaken: false },
};

function statusUnderNewAddress(known: KnownPerson, rules: ExportRules): AskedStatus | null {
  if (known.member?.status !== 'cleaned' || known.addressTaken) return null;
  const { underNewAddress } = decidePerson(known, rules.policies);
  return newAddressOf(known, rules) === known.address ? underNewAddress : null;
}
