import { describe, expect, it } from '@jest/globals';
import { actorInMailchimp, actorInOdoo } from '../../src/consent/changes-of.js';
import type { MemberEvidence, SeenConsent } from '../../src/consent/facts-of.js';
import { noEvidence } from '../../src/core/consent-change.js';
import type { MemberStatus } from '../../src/core/member-status.js';
import { buildMember, earlier, later } from './build-consent.js';

const shown = (
  status: MemberStatus,
  evidence: Partial<MemberEvidence> = {},
  more: Partial<SeenConsent> = {},
): SeenConsent => buildMember(status, { ...more, evidence: { ...noEvidence, told: null, ...evidence } });

describe('B56: who has set a member’s status', () => {
  it.each([
    ['left without a word', shown('unsubscribed'), 'unknown'],
    ['left by a link', shown('unsubscribed', { reason: 'None given' }), 'link'],
    ['left by a link, for a reason', shown('unsubscribed', { reason: 'Too many emails' }), 'link'],
    ['complained', shown('unsubscribed', { reason: 'Marked as spam' }), 'complaint'],
    ['complained, by a webhook', shown('unsubscribed', { told: 'abuse' }), 'complaint'],
    [
      'was taken off, by whom MailChimp doesn’t say',
      shown('unsubscribed', { reason: 'N/A (Unsubscribed by admin)' }),
      'mailchimp_admin_or_api',
    ],
    [
      'was taken off by hand: webhooks tell of no program',
      shown('unsubscribed', { reason: 'N/A (Unsubscribed by admin)', told: 'manual' }),
      'mailchimp_admin',
    ],
    ['bounced', shown('cleaned', { told: 'hard' }), 'bounce'],
    ['bounced, without a webhook', shown('cleaned'), 'bounce'],
    ['was cleaned for a complaint', shown('cleaned', { told: 'abuse' }), 'complaint'],
    ['was archived', shown('archived'), 'mailchimp_admin_or_api'],
    ['signed up by a form', shown('subscribed', {}, { signedUpAt: later }), 'form'],
    ['was made by a program', shown('subscribed', { source: 'API - Generic' }), 'api'],
    [
      'was made by a form, of which only the source is left',
      shown('subscribed', { source: 'Hosted Signup Form' }),
      'form',
    ],
    ['was imported', shown('subscribed', { source: 'List Import from members.csv' }), 'mailchimp_admin'],
    ['came from nobody knows where', shown('subscribed'), 'unknown'],
  ])('%s', (_, seen, expected) => {
    expect(actorInMailchimp(null, seen)).toBe(expected);
  });

  it('confirmed, of whom MailChimp waited for it', () => {
    const before = buildMember('pending', { optedInAt: earlier });
    const seen = shown('subscribed', { source: 'API - Generic' }, { optedInAt: later });

    expect(actorInMailchimp(before, seen)).toBe('form');
  });

  it('the sign-up that is long known says nothing of what came later', () => {
    const before = buildMember('unsubscribed', { signedUpAt: earlier });
    const seen = shown('subscribed', { source: 'Admin Add' }, { signedUpAt: earlier });

    expect(actorInMailchimp(before, seen)).toBe('mailchimp_admin');
  });
});

describe('B56: who has written a subscription', () => {
  const users = { uid: 5, visitors: new Set([3]) };

  it.each([
    ['the bridge', { id: 5, name: 'Bridge' }, users, 'bridge'],
    ['whoever opened the link', { id: 3, name: 'Public user' }, users, 'link'],
    ['a colleague', { id: 9, name: 'Marta Oliveira' }, users, 'odoo_user'],
    ['nobody, as an SQL migration', null, users, 'unknown'],
    [
      'somebody whose kind can’t be seen',
      { id: 3, name: 'Public user' },
      { uid: 5, visitors: null },
      'unknown',
    ],
  ])('%s', (_, writer, who, expected) => {
    expect(actorInOdoo(writer, who)).toBe(expected);
  });
});
