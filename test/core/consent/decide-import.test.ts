import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decideImport,
  type ConsentHistory,
  type MemberConsent,
  type OdooConsent,
} from '../../../src/core/consent/decide-import.js';
import { rememberedOptOut } from '../../../src/core/consent/remembered-opt-out.js';
import { memberStatuses, type MemberStatus } from '../../../src/core/member-status.js';

const optedOutAt = new Date('2026-03-01T10:00:00Z');
const later = new Date('2026-03-02T10:00:00Z');
const earlier = new Date('2026-02-01T10:00:00Z');

const member = (status: MemberStatus, more: Partial<MemberConsent> = {}): MemberConsent => ({
  status,
  signedUpAt: null,
  optedInAt: null,
  ...more,
});
const odoo = (subscription: OdooConsent['subscription'], more: Partial<OdooConsent> = {}): OdooConsent => ({
  subscription,
  optedOutAt: subscription === 'out' ? optedOutAt : null,
  blacklisted: false,
  ...more,
});
const history = (more: Partial<ConsentHistory> = {}): ConsentHistory => ({
  status: 'subscribed',
  optedOut: false,
  mirroredOptOut: false,
  ...more,
});

describe('decideImport', () => {
  it.each(memberStatuses.filter((status) => status !== 'subscribed'))(
    'B9: a new %s member is opted out, as a mirror',
    (status) => {
      expect(decideImport(member(status), odoo('none'), null)).toEqual({ optOut: true, mirrored: true });
    },
  );

  it('B9: a new subscribed member is opted in', () => {
    expect(decideImport(member('subscribed'), odoo('none'), null)).toEqual({
      optOut: false,
      mirrored: false,
    });
  });

  it('B25: an address on the blacklist counts as opted out', () => {
    const consent = decideImport(member('subscribed'), odoo('none', { blacklisted: true }), null);
    expect(consent).toEqual({ optOut: true, mirrored: false });
  });

  it("B25: without a history Odoo's opt-out wins over a subscribed member", () => {
    const signedUp = member('subscribed', { signedUpAt: later });
    expect(decideImport(signedUp, odoo('out'), null).optOut).toBe(true);
  });

  it("B25: Odoo's own opt-out stays against a member that is merely subscribed", () => {
    expect(decideImport(member('subscribed'), odoo('out'), history({ status: 'unsubscribed' }))).toEqual({
      optOut: true,
      mirrored: false,
    });
  });

  it("B25: the person's own new sign-up, later than the opt-out, reaches Odoo", () => {
    const signedUp = member('subscribed', { signedUpAt: later });
    expect(decideImport(signedUp, odoo('out'), history({ status: 'unsubscribed' })).optOut).toBe(false);
  });

  it('B25: a sign-up earlier than the opt-out changes nothing', () => {
    const signedUp = member('subscribed', { signedUpAt: earlier });
    expect(decideImport(signedUp, odoo('out'), history({ status: 'unsubscribed' })).optOut).toBe(true);
  });

  it('B9: a confirmed pending member is opted in again, since the opt-out was only a mirror', () => {
    const pending = history({ status: 'pending', optedOut: true, mirroredOptOut: true });
    expect(decideImport(member('subscribed'), odoo('out'), pending).optOut).toBe(false);
  });

  it('B24: an opt-in made in Odoo stands while MailChimp says nothing new', () => {
    const before = history({ status: 'unsubscribed', optedOut: true, mirroredOptOut: true });
    expect(decideImport(member('unsubscribed'), odoo('in'), before).optOut).toBe(false);
  });

  it('B25: an address on the blacklist is no opt-in, whatever the subscription says', () => {
    const before = history({ status: 'unsubscribed', optedOut: true });
    expect(decideImport(member('unsubscribed'), odoo('in', { blacklisted: true }), before)).toEqual({
      optOut: true,
      mirrored: true,
    });
  });

  it('B25: a new opt-out in MailChimp wins over an opt-in in Odoo', () => {
    const before = history({ status: 'pending', optedOut: true, mirroredOptOut: true });
    expect(decideImport(member('unsubscribed'), odoo('in'), before).optOut).toBe(true);
  });

  const anyOdoo = fc.record({
    subscription: fc.constantFrom('none' as const, 'in' as const, 'out' as const),
    optedOutAt: fc.constantFrom(null, optedOutAt),
    blacklisted: fc.boolean(),
  });
  const anyMember = fc.record({
    status: fc.constantFrom(...memberStatuses),
    signedUpAt: fc.constantFrom(null, earlier, later),
    optedInAt: fc.constantFrom(null, earlier, later),
  });
  const anyHistory = fc.option(
    fc.record({
      status: fc.constantFrom(...memberStatuses),
      optedOut: fc.boolean(),
      mirroredOptOut: fc.boolean(),
    }),
    { nil: null },
  );

  it('B25: nobody who is not subscribed in MailChimp becomes opted in through an import', () => {
    fc.assert(
      fc.property(anyMember, anyOdoo, anyHistory, (someone, inOdoo, before) => {
        fc.pre(someone.status !== 'subscribed' && inOdoo.subscription !== 'in');
        expect(decideImport(someone, inOdoo, before).optOut).toBe(true);
      }),
    );
  });

  it('B25: an opt-out that is not a mirror is only lifted by an act of the person', () => {
    fc.assert(
      fc.property(anyMember, anyOdoo, anyHistory, (someone, inOdoo, before) => {
        fc.pre(inOdoo.subscription === 'out' && before?.mirroredOptOut !== true);
        fc.pre(someone.signedUpAt !== later && someone.optedInAt !== later);
        expect(decideImport(someone, inOdoo, before)).toEqual({ optOut: true, mirrored: false });
      }),
    );
  });

  it('gives the same answer when its own outcome is the new state', () => {
    fc.assert(
      fc.property(anyMember, anyOdoo, anyHistory, (someone, inOdoo, before) => {
        const first = decideImport(someone, inOdoo, before);
        const after: OdooConsent = {
          subscription: first.optOut ? 'out' : 'in',
          optedOutAt: inOdoo.optedOutAt ?? later,
          blacklisted: inOdoo.blacklisted,
        };
        const optedOut = rememberedOptOut({
          optedOut: first.optOut,
          blacklisted: inOdoo.blacklisted,
          status: someone.status,
          before: before?.optedOut ?? false,
        });
        const remembered = { status: someone.status, optedOut, mirroredOptOut: first.mirrored };
        fc.pre(someone.signedUpAt !== later);
        expect(decideImport(someone, after, remembered).optOut).toBe(first.optOut);
      }),
      { numRuns: 2000 },
    );
  });
});
