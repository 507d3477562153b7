import { describe, expect, it } from '@jest/globals';
import { decideConsent } from '../../src/consent/decide.js';
import { factsOf } from '../../src/consent/facts-of.js';
import {
  buildEntry,
  buildMember,
  buildPerson,
  buildRow,
  buildSubscription,
  later,
  policies,
} from './build-consent.js';

/** Opted out in Odoo, brought to MailChimp, and then a marketer subscribes the member there. */
const before = buildEntry('unsubscribed', [buildRow('own')]);
const subscribed = buildMember('subscribed', { lastChanged: later });

describe('B46: an opt-out that is known outlives its subscription', () => {
  it.each([
    ['deleted', []],
    ['made again, opted in', [buildSubscription('in', { id: 99, contactId: 98 })]],
    ['on another list', [buildSubscription('in', { id: 99, mailingListId: 4 })]],
  ])('when it was %s', (_, subscriptions) => {
    const facts = factsOf(buildPerson(subscribed, subscriptions), before);

    const decided = decideConsent(facts, policies());

    expect(facts.ownWithoutRow).toBe(true);
    expect(decided).toMatchObject({ optOut: true, toMailchimp: 'unsubscribe' });
  });

  it('B25: and is lifted by a sign-up of the person’s own', () => {
    const signedUp = buildMember('subscribed', { lastChanged: later, signedUpAt: later });

    const facts = factsOf(buildPerson(signedUp, []), before);

    expect(decideConsent(facts, policies())).toMatchObject({ optOut: false, toMailchimp: 'nothing' });
  });
});
