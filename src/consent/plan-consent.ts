import type { OddRow } from '../odoo/records/read-rows.js';
import { chunk } from '../support/chunk.js';
import type { ConsentPerson } from './consent-person.js';
import type { ConsentRun } from './consent-run.js';
import { decideConsent, mayBeMailed, type ConsentDecision } from './decide.js';
import { currentOf, factsOf, type SeenConsent, type SeenPerson, type SeenSubscription } from './facts-of.js';
import { observe, type ObservedConsent } from './observe.js';

/** What is to become of one person's consent; nothing of it has been done yet. */
export interface ConsentPlan {
  person: ConsentPerson;
  seen: SeenPerson & { member: SeenConsent };
  decision: ConsentDecision;
  /** All contacts of the person. */
  contactIds: readonly number[];
  /** Subscriptions that are to be what they are not. */
  changed: SeenSubscription[];
}

const atOnce = 1000;

/** Looks at these people in Odoo and decides; writes nothing. */
export async function planConsent(
  run: ConsentRun,
  people: readonly ConsentPerson[],
): Promise<{ plans: ConsentPlan[]; odd: OddRow[] }> {
  const plans: ConsentPlan[] = [];
  const odd: OddRow[] = [];
  for (const some of chunk(people, atOnce)) {
    const observed = await observe(run, some);
    odd.push(...observed.odd);
    some.forEach((person, index) => {
      const found = observed.people[index];
      if (found !== undefined) plans.push(planOf(run, person, found));
    });
  }
  return { plans, odd };
}

function planOf(
  { policies }: ConsentRun,
  person: ConsentPerson,
  { contactIds, subscriptions, blacklisted }: ObservedConsent,
): ConsentPlan {
  const before = person.kept?.entry ?? null;
  const member = currentOf(person.member, before) ?? person.member;
  const seen = { member, subscriptions, blacklisted, isInterrupted: person.isInterrupted };
  const decision = decideConsent(factsOf(seen, before), policies);
  const changed = subscriptions.filter(({ optOut }) => optOut !== decision.optOut);
  return { person, seen, decision, contactIds, changed };
}

/** Whether anything of the plan is to be written on one of the sides; asking again is left to the export. */
export function changesConsent({ decision, changed }: ConsentPlan): boolean {
  return changed.length > 0 || decision.blacklist || decision.toMailchimp === 'unsubscribe';
}

/** Whether the plan takes a known person out or back in, as the blast cap counts (B28). */
export function countsForCap({ seen, decision, changed }: ConsentPlan): boolean {
  if (changed.length > 0 || decision.toMailchimp === 'unsubscribe') return true;
  return decision.blacklist && seen.subscriptions.some(({ optOut }) => !optOut);
}

/** The status that Odoo's opt-out takes from the member; null when it takes none. */
export function statusTaken({ seen, decision }: ConsentPlan): string | null {
  const { status } = seen.member;
  return decision.toMailchimp === 'unsubscribe' && mayBeMailed(status) ? status : null;
}
