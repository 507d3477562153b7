import { expect, it } from '@jest/globals';
import { openConsentLooks } from '../../src/consent/consent-looks.js';
import { decideConsent } from '../../src/consent/decide.js';
import { factsOf, type SeenSubscription } from '../../src/consent/facts-of.js';
import type { ConsentPlan } from '../../src/consent/plan-consent.js';
import { buildMember, buildPerson, buildSubscription, policies } from './build-consent.js';

/** Of a member who has left in MailChimp, with contacts 7 and 8, of whom only 7 is on the mailing list. */
function planOf(...subscriptions: SeenSubscription[]): ConsentPlan {
  const member = buildMember('unsubscribed');
  const seen = { ...buildPerson(member, subscriptions), member };
  const decision = decideConsent(factsOf(seen, null), policies());
  const person = { memberId: 'm1', hash: 'h1', email: 'Ana@Farm.com', member, contactId: 7 };
  return {
    person: { ...person, kept: null, isInterrupted: false },
    seen,
    decision,
    contactIds: [7, 8],
    changed: subscriptions.filter(({ optOut }) => optOut !== decision.optOut),
  };
}

const none = new Set<number>();

it('knows nothing of who was not looked at', () => {
  const looks = openConsentLooks();

  expect([looks.knows('m1'), looks.subscriptionOf(7), looks.isBlacklisted('ana@farm.com')]).toEqual([
    false,
    undefined,
    undefined,
  ]);
});

it('knows that a contact is not on the mailing list, and an address not on the blacklist', () => {
  const looks = openConsentLooks();

  looks.note(planOf(buildSubscription('out')), none);

  expect(looks.knows('m1')).toBe(true);
  expect(looks.subscriptionOf(8)).toBeNull();
  expect(looks.isBlacklisted('ana@farm.com')).toBe(false);
});

it('knows a subscription as it was written', () => {
  const looks = openConsentLooks();

  looks.note(planOf(buildSubscription('in')), none);

  // Dated by the member's last change, as it was written.
  const optOutDate = '2026-02-01 10:00:00';
  expect(looks.subscriptionOf(7)).toMatchObject({ id: 11, mailingListId: 3, optOut: true, optOutDate });
});

it('knows a subscription that was refused as it was seen', () => {
  const looks = openConsentLooks();

  looks.note(planOf(buildSubscription('in')), new Set([11]));

  expect(looks.subscriptionOf(7)).toMatchObject({ optOut: false, optOutDate: null });
});

it('B50: does not know whether an entry of the blacklist was made', () => {
  const looks = openConsentLooks();
  const plan = planOf(buildSubscription('out'));

  looks.note({ ...plan, decision: { ...plan.decision, blacklist: true } }, none);

  expect(looks.isBlacklisted('ana@farm.com')).toBeUndefined();
});
