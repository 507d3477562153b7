import type { ExportRequest } from './export-request.js';
import type { RecordPlan } from './plan-records.js';

/**
 * How many people of the plans the blast cap counts (B28): known ones who are asked again or renamed (B52), and the new
 * members of a scheduled export.
 */
export function countedChanges({ scheduled }: ExportRequest, plans: readonly RecordPlan[]): number {
  return plans.filter(({ plan }) => {
    if (plan.outcome !== 'push') return false;
    const { action } = plan.consent;
    if (action === 'resubscribe' || (scheduled && action === 'create')) return true;
    return plan.push.renameTo !== null;
  }).length;
}
