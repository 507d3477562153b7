import type { Member } from '../../mailchimp/member.js';
import type { KnownPerson } from '../people/known-person.js';
import { readPersons } from '../people/read-persons.js';
import { bindingOf, seenMember } from '../people/seen-member.js';
import type { AudienceRun } from '../run/audience-run.js';
import { enrolPeople, type EnrolledPerson } from './enrol-people.js';
import type { ExportRequest } from './export-request.js';
import type { InOdooAfterwards } from './exported.js';
import { isToBeEnrolled, type EnrolledPlan } from './is-to-be-enrolled.js';
import type { RecordPlan } from './plan-records.js';
import type { PushAnswer } from './push-member.js';

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
