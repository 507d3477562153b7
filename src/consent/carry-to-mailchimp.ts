import type { ConsentRun } from './consent-run.js';
import type { ConsentPlan } from './plan-consent.js';
import { unsubscribe, type Told } from './unsubscribe.js';

/**
 * Unsubscribes the members that have opted out in Odoo; nothing else of them is sent, so that nothing can keep it back
 * (B25).
 */
export async function carryToMailchimp(
  run: ConsentRun,
  plans: readonly ConsentPlan[],
): Promise<Map<ConsentPlan, Told>> {
  const due = plans.filter(({ decision }) => decision.toMailchimp === 'unsubscribe');
  const told = await unsubscribe(
    run,
    due.map(({ person }) => person),
  );
  return new Map(
    due.flatMap((plan) => {
      const answer = told.get(plan.person);
      return answer === undefined ? [] : [[plan, answer]];
    }),
  );
}
