import { isSource } from '../../objects/registry.js';
import type { KnownPerson } from '../people/known-person.js';
import type { ExportRequest } from './export-request.js';
import type { RecordPlan } from './plan-records.js';

/** One whose record is exported and is to be on the mailing list as well, and is not yet (B16). */
export type EnrolledPlan = RecordPlan & { known: KnownPerson };

/** Nobody is put on a mailing list against an opt-out (B25). */
export function isToBeEnrolled(
  { model, mode }: Pick<ExportRequest, 'model' | 'mode'>,
  plan: RecordPlan,
): plan is EnrolledPlan {
  const { known, decision } = plan;
  if (!isSource(model) || mode === 'update' || known === null) return false;
  if (decision.outcome !== 'push' && decision.outcome !== 'unchanged') return false;
  const { contact, consent } = known.person;
  const isOut = consent.blacklisted || consent.subscriptions.some(({ optOut }) => optOut);
  if (isOut || known.member?.status === 'archived') return false;
  return (contact?.subscription ?? null) === null;
}
