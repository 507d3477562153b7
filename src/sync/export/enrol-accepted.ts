import type { Member } from '../../mailchimp/member.js';
import type { KnownPerson, KnownMember } from '../people/known-person.js';
import { readPersons } from '../people/read-persons.js';
import { bindingOf, seenMember } from '../people/seen-member.js';
import type { AudienceRun } from '../run/audience-run.js';
import { enrolPeople, isToBeEnrolled, type EnrolledPerson, type EnrolledPlan } from './enrol-people.js';
import type { ExportRequest } from './export-request.js';
import type { InOdooAfterwards } from './exported.js';
import { type RecordPlan, type PushPlan, planRecords } from './plan-records.js';
import type { PushAnswer } from './push-member.js';
import { optOutRefused } from '../../consent/opt-out-refused.js';
import { subscriberHash } from '../../mailchimp/subscriber-hash.js';
import { isSource } from '../../objects/registry.js';
import { boundConsentRun } from '../consent/consent-pass.js';
import type { ConsentPolicies } from '../../consent/decide.js';
import { decidePerson } from '../people/person-consent.js';
import type { PlannedChange } from '../run/run-summary.js';
import type { RecordError } from '../../support/errors.js';

interface Enrolled extends EnrolledPerson {
  plan: EnrolledPlan;
}

const attempts = 3;

/** Puts those on the mailing list who have just become members, as their status says: nobody is before that (B16, B47). */
export async function enrolAccepted(
  run: AudienceRun,
  request: ExportRequest,
  answers: readonly PushAnswer[],
): Promise<Map<RecordPlan, InOdooAfterwards>> {
  const accepted = new Map<RecordPlan, InOdooAfterwards>();
  let open = answers.flatMap((answer): Enrolled[] => {
    const { plan } = answer;
    const isNew = 'member' in answer && plan.known.member === null;
    return isNew && isToBeEnrolled(request, plan) ? [enrolled(run, plan, answer.member)] : [];
  });
  for (let attempt = 1; attempt <= attempts && open.length > 0; attempt += 1) {
    const { changed, refused } = await enrolPeople(run, open, { isLast: attempt === attempts });
    if (!changed) break;
    const people = await readAgain(run, open);
    for (const { plan, known } of people)
      accepted.set(plan, { person: known.person, refusal: refused.get(plan.record.id) ?? null });
    open = people.filter(({ plan, known }) => isOnNoList(known) && !refused.has(plan.record.id));
  }
  return accepted;
}

function enrolled({ audience, names }: AudienceRun, plan: EnrolledPlan, answer: Member): Enrolled {
  const member = seenMember(answer, names);
  const { record, known } = plan;
  const binding = bindingOf(audience.id, member, known.binding ?? undefined);
  return { plan, record, known: { ...known, member, binding } };
}

async function readAgain(run: AudienceRun, people: readonly Enrolled[]): Promise<Enrolled[]> {
  const wanted = people.map(({ known: { address, binding } }) => ({ address, binding }));
  const persons = await readPersons(run, wanted);
  return people.flatMap((one, index) => {
    const person = persons[index];
    return person === undefined ? [] : [{ ...one, known: { ...one.known, person } }];
  });
}

const isOnNoList = ({ person }: KnownPerson): boolean => (person.contact?.subscription ?? null) === null;

/** MailChimp will not have the person, whatever else it is told of them. */
const refusals = ['mailchimp.compliance_state', 'mailchimp.forgotten', 'mailchimp.looks_fake'];

/**
 * Opts out in Odoo whom MailChimp would not have: a customer who was exported is on the mailing list only if MailChimp
 * agrees (B47). A mailing contact stays what people have made it.
 */
export async function optOutNewRefused(
  run: AudienceRun,
  { model }: Pick<ExportRequest, 'model'>,
  answers: readonly PushAnswer[],
): Promise<Map<RecordPlan, InOdooAfterwards>> {
  if (!isSource(model)) return new Map();
  const refused = answers.flatMap((answer) => {
    const { plan } = answer;
    const isRefused = 'error' in answer && refusals.includes(answer.error.code);
    return isRefused && plan.known.member === null && isOnList(plan) ? [refusedPerson(plan)] : [];
  });
  if (refused.length === 0) return new Map();
  const left = await optOutRefused(boundConsentRun(run), refused);
  return new Map(
    refused.map((one) => {
      const refusal = left.get(one) ?? null;
      const { person } = one.plan.known;
      return [one.plan, { person: refusal === null ? optedOut(person) : person, refusal }];
    }),
  );
}

const isOnList = ({ known }: PushPlan): boolean => known.person.consent.subscriptions.length > 0;

function refusedPerson(plan: PushPlan) {
  const { address, person } = plan.known;
  return { plan, hash: subscriberHash(address), address, subscriptions: person.consent.subscriptions };
}

function optedOut(person: PushPlan['known']['person']): PushPlan['known']['person'] {
  const subscriptions = person.consent.subscriptions.map((row) => ({ ...row, optOut: true }));
  return { ...person, consent: { ...person.consent, subscriptions } };
}

/** The contact and the subscription that an export makes in Odoo, in words for `--dry-run` (B29, B47). */
export function plannedEnrolment(
  request: ExportRequest,
  plan: RecordPlan,
  policies: ConsentPolicies,
): PlannedChange[] {
  if (!isToBeEnrolled(request, plan)) return [];
  const { record, known } = plan;
  const to = isMadeOptedOut(plan, policies);
  const optOut = { opt_out: { from: null, to } };
  const line = { side: 'odoo', email: known.address } as const;
  if (known.person.contact !== null) return [{ ...line, action: to ? 'opt_out' : 'opt_in', changes: optOut }];
  return [{ ...line, action: 'create', changes: { name: { from: null, to: record.name }, ...optOut } }];
}

/** Who is to confirm first is opted out until then (B9). */
function isMadeOptedOut({ known, decision }: EnrolledPlan, policies: ConsentPolicies): boolean {
  if (decision.outcome === 'push' && decision.consent.action === 'create')
    return decision.consent.statusIfNew !== 'subscribed';
  return decidePerson(known, policies).optOut;
}

type MemberPlan = RecordPlan & { known: KnownMember };

/**
 * Those of the selected who are members already, whom MailChimp has accepted, are enrolled first and planned anew; whoever
 * Odoo refuses is not exported (B16). The others follow when they are members (B47).
 */
export async function enrolMembers(
  run: AudienceRun,
  request: ExportRequest,
  plans: readonly RecordPlan[],
): Promise<readonly RecordPlan[]> {
  const isOpen = (plan: RecordPlan): plan is MemberPlan =>
    isToBeEnrolled(request, plan) && isMember(plan.known);
  const done = plans.filter((plan) => !isOpen(plan));
  let open = plans.filter(isOpen);
  for (let attempt = 1; attempt <= attempts && open.length > 0; attempt += 1) {
    const { changed, refused } = await enrolPeople(run, open, { isLast: attempt === attempts });
    if (!changed) break;
    done.push(...open.flatMap((plan) => refusedPlan(plan, refused) ?? []));
    const left = open.filter(({ record }) => !refused.has(record.id)).map(({ record }) => record);
    const planned = await planRecords(run, request, left, new Set());
    done.push(...planned.filter((plan) => !isOpen(plan)));
    open = planned.filter(isOpen);
  }
  return [...done, ...open];
}

const isMember = (known: KnownPerson): known is KnownMember => known.member !== null;

function refusedPlan(plan: RecordPlan, refused: ReadonlyMap<number, RecordError>): RecordPlan | null {
  const error = refused.get(plan.record.id);
  if (error === undefined) return null;
  const { code, message: description } = error;
  return { ...plan, decision: { merge: null, outcome: 'failed', code, description } };
}
