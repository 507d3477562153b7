import type { PlannedPage } from '../pass/pass.js';
import type { AudienceRun } from '../run/audience-run.js';
import type { MemberPlan } from './plan-member.js';

/** Says once in a run that customers are not made, and what can be done (B60). */
export async function tellHeldCustomers(
  { tally: { warnings }, sourceCreation }: AudienceRun,
  { plans }: PlannedPage<unknown, MemberPlan>,
): Promise<void> {
  const isTold = warnings.some(({ code }) => code === 'customers_held');
  if (isTold || !plans.some(({ holdsSource }) => holdsSource)) return;
  const { hidden = 0, seen = 0 } = (await sourceCreation()) ?? {};
  const description = `No customer is made: the bridge sees ${seen} of the ${seen + hidden} companies in Odoo, and the customer may be there in another. Give the bridge’s user all companies (and name them all under odoo.companies, if that is set), then run members fetch --full.`;
  warnings.push({ code: 'customers_held', email: null, description });
}
