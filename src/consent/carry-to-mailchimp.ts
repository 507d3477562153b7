import { isMemberRefusal } from '../mailchimp/member-refusal.js';
import { archiveMembers } from './archive-members.js';
import type { ConsentRun } from './consent-run.js';
import type { ConsentPlan } from './plan-consent.js';
import { unsubscribe, type Told } from './unsubscribe.js';

/**
 * Unsubscribes the members that have opted out in Odoo, and those that `on_odoo_delete` says so of, or archives them
 * (B25, B48); nothing else of them is sent, so that nothing can keep it back.
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
  const unsubscribed = due.flatMap((plan): [ConsentPlan, Told][] => {
    const answer = told.get(plan.person);
    return answer === undefined ? [] : [[plan, answer]];
  });
  const leaving = plans.filter(({ decision }) => decision.toMailchimp === 'archive');
  const archived = leaving.map(async (plan): Promise<[ConsentPlan, Told]> => [
    plan,
    await archive(run, plan),
  ]);
  return new Map([...unsubscribed, ...(await Promise.all(archived))]);
}

/** MailChimp says nothing of a member it has archived: when it has, its next list of changes does. */
async function archive(run: ConsentRun, { person, seen: { member } }: ConsentPlan): Promise<Told> {
  try {
    await archiveMembers(run, [person]);
    return { answer: { ...member, status: 'archived' } };
  } catch (error) {
    if (isMemberRefusal(error)) return { error };
    throw error;
  }
}
