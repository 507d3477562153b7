import { settleMade, type MadeSubscription } from '../../consent/new-subscription.js';
import type { KeptEntry } from '../../store/consent-ledger.js';
import { boundConsentRun } from '../consent/consent-pass.js';
import { seenConsent } from '../people/seen-member.js';
import { seenPerson } from '../people/person-consent.js';
import type { AudienceRun } from '../sync-context.js';
import type { Applied } from './apply-plans.js';
import type { MemberPlan } from './plan-member.js';

/** What consent is to know of the subscriptions that an import has made (B46). */
export async function madeEntries(
  run: AudienceRun,
  plans: readonly MemberPlan[],
  applied: Applied,
): Promise<KeptEntry[]> {
  const refused = new Set(applied.refused.map(({ item }) => item));
  const made = plans.flatMap((plan): MadeSubscription[] => {
    const contactId = applied.contactIds.get(plan);
    if (plan.subscription === null || contactId === undefined || refused.has(plan)) return [];
    const { member, consent: decision, entry: before } = plan;
    const seen = { ...seenPerson(plan), member: seenConsent(member) };
    return [{ memberId: member.memberId, contactId, seen, before, decision }];
  });
  return made.length === 0 ? [] : settleMade(boundConsentRun(run), made);
}
