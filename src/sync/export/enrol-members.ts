import type { RecordError } from '../../support/errors.js';
import type { KnownMember, KnownPerson } from '../people/known-person.js';
import type { AudienceRun } from '../run/audience-run.js';
import { enrolPeople } from './enrol-people.js';
import type { ExportRequest } from './export-request.js';
import { isToBeEnrolled } from './is-to-be-enrolled.js';
import { planRecords, type RecordPlan } from './plan-records.js';

type MemberPlan = RecordPlan & { known: KnownMember };

const attempts = 3;

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
