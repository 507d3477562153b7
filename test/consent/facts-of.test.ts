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
  optedOutAt,
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

describe('B25: an opt-out that was lifted and made again', () => {
  const known = (standing: 'own' | 'mirror', at: number | null) =>
    buildEntry('unsubscribed', [buildRow(standing, { optedOutAt: at })]);
  const seen = buildPerson(buildMember('subscribed', { signedUpAt: later }), [
    buildSubscription('out', { optedOutAt }),
  ]);

  it.each([
    ['own', 'later', -60_000],
    ['mirror', 'later', -60_000],
    ['own', 'earlier, by a clock that is behind', 60_000],
    ['mirror', 'earlier, by a clock that is behind', 60_000],
  ] as const)('is another one than the ledger has seen (%s, dated %s)', (standing, _, ms) => {
    expect(factsOf(seen, known(standing, optedOutAt + ms)).rows).toEqual([{ optOut: true, known: null }]);
  });

  it.each([
    ['of the same second', optedOutAt + 999],
    ['whose date nobody knew', null],
  ])('is not one %s', (_, at) => {
    expect(factsOf(seen, known('own', at)).rows).toEqual([{ optOut: true, known: 'own' }]);
  });
});

describe('B48: who was on the mailing list, and is not', () => {
  const wasOn = buildEntry('subscribed', [buildRow('in')]);
  const member = buildMember('subscribed');

  it('was taken out', () => {
    expect(factsOf(buildPerson(member, []), wasOn).takenOut).toBe(true);
  });

  it.each([
    ['another contact of the e-mail is on the list', [buildSubscription('in', { contactId: 8 })], {}],
    ['the audience is bound to another list', [], { link: { mailingListId: 4, contactId: 7 } }],
    ['another member has the contact now', [], { link: { mailingListId: 3, contactId: null } }],
  ])('was not taken out when %s', (_, subscriptions, more) => {
    expect(factsOf(buildPerson(member, subscriptions, more), wasOn).takenOut).toBe(false);
  });

  it('was not taken out of where a subscription was only to be made', () => {
    const before = buildEntry('subscribed', [buildRow('in', { isForetold: true })]);

    expect(factsOf(buildPerson(member, []), before).takenOut).toBe(false);
  });

  it.each([
    ['signs up by form', wasOn, buildMember('subscribed', { signedUpAt: later }), false],
    [
      'confirms',
      buildEntry('pending', [buildRow('mirror')]),
      buildMember('subscribed', { optedInAt: later }),
      false,
    ],
    ['is subscribed by a marketer', wasOn, buildMember('subscribed', { optedInAt: later }), true],
  ])('and %s', (_, before, now, takenOut) => {
    expect(factsOf(buildPerson(now, []), before).takenOut).toBe(takenOut);
  });
});
