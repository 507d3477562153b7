import { describe, expect, it } from '@jest/globals';
import { changesOf, type LookedAt } from '../../src/consent/changes-of.js';
import { noEvidence } from '../../src/core/consent-change.js';
import {
  buildEntry,
  buildMember,
  buildPerson,
  buildRow,
  buildSubscription,
  optedOutAt,
} from './build-consent.js';

const nothing = { answer: null, optOut: null, blacklisted: false };
const users = { uid: 5, visitors: new Set([3]) };

const look = (more: Partial<LookedAt>): LookedAt => ({
  audienceId: 'audience-a',
  memberId: 'member-1',
  email: 'Ana@Shop.pt',
  before: null,
  seen: buildPerson(null, []),
  done: nothing,
  ...more,
});

const told = (more: Partial<LookedAt>) =>
  changesOf(look(more), users)
    .filter(({ isDefault }) => isDefault !== true)
    .map(({ side, what, from, to, by }) => ({ side, what, from, to, by }));

const status = { side: 'mailchimp', what: 'status' };
const subscription = { side: 'odoo', what: 'subscription' };

describe('B56: what a look adds to the history of consent', () => {
  it('nothing where both sides are as they were', () => {
    const before = buildEntry('subscribed', [buildRow('in')]);
    const seen = buildPerson(buildMember('subscribed'), [buildSubscription('in')]);

    expect(told({ before, seen })).toEqual([]);
  });

  it('at the first one how the person stands, on both sides', () => {
    const seen = buildPerson(buildMember('subscribed', { signedUpAt: optedOutAt }), [
      buildSubscription('in', { writtenBy: { id: 9, name: 'Marta Oliveira' } }),
    ]);

    expect(told({ seen })).toEqual([
      { ...status, from: null, to: 'subscribed', by: 'form' },
      { ...subscription, from: null, to: 'opted_in', by: 'odoo_user' },
    ]);
  });

  it('an opt-out of MailChimp, and that the bridge brought it to Odoo', () => {
    const before = buildEntry('subscribed', [buildRow('in')]);
    const member = buildMember('unsubscribed', {
      evidence: { ...noEvidence, reason: 'None given', campaign: 'c1', told: 'manual' },
    });
    const seen = buildPerson(member, [buildSubscription('in')]);

    expect(told({ before, seen, done: { ...nothing, optOut: true } })).toEqual([
      { ...status, from: 'subscribed', to: 'unsubscribed', by: 'link' },
      { ...subscription, from: 'opted_in', to: 'opted_out', by: 'bridge' },
    ]);
    const [first] = changesOf(look({ before, seen }), users);
    expect(first?.evidence).toEqual({ ip: null, source: null, reason: 'None given', campaign: 'c1' });
  });

  it('an opt-out of Odoo, and that the bridge brought it to MailChimp', () => {
    const before = buildEntry('subscribed', [buildRow('in')]);
    const row = buildSubscription('out', { writtenBy: { id: 3, name: 'Public user' } });
    const seen = buildPerson(buildMember('subscribed'), [row]);

    const done = { ...nothing, answer: buildMember('unsubscribed') };

    expect(told({ before, seen, done })).toEqual([
      { ...status, from: 'subscribed', to: 'unsubscribed', by: 'bridge' },
      { ...subscription, from: 'opted_in', to: 'opted_out', by: 'link' },
    ]);
    const [, change] = changesOf(look({ before, seen, done }), users);
    expect(change).toMatchObject({ email: 'ana@shop.pt', at: '2026-03-01T10:00:00.000Z', actor: null });
  });

  it('the name of the colleague who did it', () => {
    const before = buildEntry('subscribed', [buildRow('in')]);
    const row = buildSubscription('out', { writtenBy: { id: 9, name: 'Marta Oliveira' } });

    const [change] = changesOf(look({ before, seen: buildPerson(null, [row]) }), users);

    expect(change).toMatchObject({ by: 'odoo_user', actor: 'Marta Oliveira' });
  });

  it('a subscription that is gone', () => {
    const before = buildEntry('subscribed', [buildRow('in')]);

    expect(told({ before, seen: buildPerson(buildMember('subscribed'), []) })).toEqual([
      { ...subscription, from: 'opted_in', to: 'removed', by: 'unknown' },
    ]);
  });

  it('a bounce, and that the bridge put the address on the blacklist', () => {
    const before = buildEntry('subscribed', [buildRow('in')]);
    const seen = buildPerson(buildMember('cleaned'), [buildSubscription('in')]);

    expect(told({ before, seen, done: { ...nothing, optOut: true, blacklisted: true } })).toEqual([
      { ...status, from: 'subscribed', to: 'cleaned', by: 'bounce' },
      { ...subscription, from: 'opted_in', to: 'opted_out', by: 'bridge' },
      { side: 'odoo', what: 'blacklist', from: null, to: 'blacklisted', by: 'bridge' },
    ]);
  });
});
