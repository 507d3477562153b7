import type { ConsentPolicies } from '../../consent/decide.js';
import { decidePerson } from '../people/person-consent.js';
import type { PlannedChange } from '../run/run-summary.js';
import type { ExportRequest } from './export-request.js';
import { isToBeEnrolled, type EnrolledPlan } from './is-to-be-enrolled.js';
import type { RecordPlan } from './plan-records.js';

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
