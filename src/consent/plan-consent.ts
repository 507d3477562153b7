import type { MemberStatus } from '../core/member-status.js';
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
  { policies, mailingListId }: ConsentRun,
  person: ConsentPerson,
  { contactIds, subscriptions, blacklisted }: ObservedConsent,
): ConsentPlan {
  const before = person.kept?.entry ?? null;
  const member = currentOf(person.member, before) ?? person.member;
  const { isInterrupted, contactId } = person;
  const link = { mailingListId, contactId };
  const seen = { member, subscriptions, link, blacklisted, isInterrupted };
  const decision = decideConsent(factsOf(seen, before), policies);
  const changed = subscriptions.filter(({ optOut }) => optOut !== decision.optOut);
  return { person, seen, decision, contactIds, changed };
}

/** Whether anything of the plan is to be written on one of the sides; asking again is left to the export. */
export function changesConsent({ decision, changed }: ConsentPlan): boolean {
  return changed.length > 0 || decision.blacklist || isTold(decision);
}

/** Whether the plan takes a known person out or back in, as the blast cap counts (B28). */
export function countsForCap({ seen, decision, changed }: ConsentPlan): boolean {
  if (changed.length > 0 || isTold(decision)) return true;
  return decision.blacklist && seen.subscriptions.some(({ optOut }) => !optOut);
}

function isTold({ toMailchimp }: ConsentDecision): boolean {
  return toMailchimp === 'unsubscribe' || toMailchimp === 'archive';
}

/** Whether nothing but `on_odoo_delete` asks for what is told to MailChimp (B48). */
export function isForTakenOut({ decision }: ConsentPlan): boolean {
  return decision.takenOut && isTold(decision) && decision.standing !== 'own';
}

/** Taken off the mailing list in Odoo, as nobody has noticed before (B48). */
export function isNewlyTakenOut({ person, decision }: ConsentPlan): boolean {
  return decision.takenOut && person.kept?.entry.takenOut !== true;
}

/** What Odoo takes from the member; null when it takes nothing. */
export function statusTaken({
  seen,
  decision,
}: ConsentPlan): { from: MemberStatus; to: MemberStatus } | null {
  const { status: from } = seen.member;
  if (decision.toMailchimp === 'archive') return { from, to: 'archived' };
  return decision.toMailchimp === 'unsubscribe' && mayBeMailed(from) ? { from, to: 'unsubscribed' } : null;
}
