import type { MemberPlan } from './plan-member.js';

/** How many known people the plans unsubscribe or resubscribe: what the blast cap counts (B28). */
export function consentChanges(plans: readonly MemberPlan[]): number {
  return plans.filter(changesConsent).length;
}

function changesConsent({
  person,
  subscription,
  otherSubscriptions,
  blacklist,
  skipped,
}: MemberPlan): boolean {
  if (person.contact === null) return false;
  if (blacklist && person.consent.subscription === 'in') return true;
  if (skipped === null && otherSubscriptions.length > 0) return true;
  const before = person.contact.subscription?.optOut;
  return skipped === null && subscription !== null && before !== undefined && subscription.optOut !== before;
}
