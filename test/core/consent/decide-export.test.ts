import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideExport, type ExportPolicies } from '../../../src/core/consent/decide-export.js';
import type { OdooConsent } from '../../../src/core/consent/decide-import.js';
import { memberStatuses } from '../../../src/core/member-status.js';

const policies = (more: Partial<ExportPolicies> = {}): ExportPolicies => ({
  resubscribe: 'never',
  new_member_status: 'subscribed',
  ...more,
});
const odoo = (subscription: OdooConsent['subscription'], blacklisted = false): OdooConsent => ({
  subscription,
  optedOutAt: null,
  blacklisted,
});
const mirrored = { status: 'unsubscribed', optedOut: true, mirroredOptOut: true } as const;
const own = { status: 'subscribed', optedOut: true, mirroredOptOut: false } as const;

describe('decideExport', () => {
  it('B26: a new member gets status_if_new as configured', () => {
    const decided = decideExport(null, odoo('in'), null, policies({ new_member_status: 'pending' }));
    expect(decided).toEqual({ action: 'create', statusIfNew: 'pending' });
  });

  it('B26: an ordinary update sends no status', () => {
    expect(decideExport('subscribed', odoo('in'), null, policies())).toEqual({ action: 'update' });
  });

  it.each(['subscribed', 'pending'] as const)(
    'B25: an opt-out made in Odoo unsubscribes a %s member',
    (status) => {
      expect(decideExport(status, odoo('out'), own, policies())).toEqual({ action: 'unsubscribe' });
    },
  );

  it('B9: an opt-out that only mirrors MailChimp does not travel back', () => {
    const pending = { status: 'pending', optedOut: true, mirroredOptOut: true } as const;
    expect(decideExport('pending', odoo('out'), pending, policies())).toEqual({ action: 'update' });
  });

  it('B25: a blacklisted address is unsubscribed from every audience', () => {
    expect(decideExport('subscribed', odoo('in', true), mirrored, policies())).toEqual({
      action: 'unsubscribe',
    });
  });

  it('B25: nobody who opted out is added', () => {
    expect(decideExport(null, odoo('out'), null, policies())).toEqual({
      action: 'skip',
      reason: 'opted_out',
    });
  });

  it('B24: an archived member is left alone', () => {
    expect(decideExport('archived', odoo('in'), null, policies())).toEqual({
      action: 'skip',
      reason: 'archived',
    });
  });

  it.each(['pending', 'subscribed'] as const)(
    'B24: a fresh opt-in in Odoo asks again as %s',
    (resubscribe) => {
      const decided = decideExport('unsubscribed', odoo('in'), mirrored, policies({ resubscribe }));
      expect(decided).toEqual({ action: 'resubscribe', status: resubscribe });
    },
  );

  it('B24: by default a fresh opt-in asks nothing', () => {
    expect(decideExport('unsubscribed', odoo('in'), mirrored, policies())).toEqual({ action: 'update' });
  });

  it('B24: a cleaned address is never asked again', () => {
    const decided = decideExport('cleaned', odoo('in'), mirrored, policies({ resubscribe: 'subscribed' }));
    expect(decided).toEqual({ action: 'update' });
  });

  it('B24, B25: whatever the state, only a proven fresh opt-in may ask for a subscription', () => {
    const anyOdoo = fc.record({
      subscription: fc.constantFrom('none' as const, 'in' as const, 'out' as const),
      optedOutAt: fc.constant(null),
      blacklisted: fc.boolean(),
    });
    const anyHistory = fc.option(
      fc.record({
        status: fc.constantFrom(...memberStatuses),
        optedOut: fc.boolean(),
        mirroredOptOut: fc.boolean(),
      }),
      { nil: null },
    );
    const anyPolicies = fc.record({
      resubscribe: fc.constantFrom('never' as const, 'pending' as const, 'subscribed' as const),
      new_member_status: fc.constantFrom('subscribed' as const, 'pending' as const),
    });
    const anyStatus = fc.option(fc.constantFrom(...memberStatuses), { nil: null });
    fc.assert(
      fc.property(anyStatus, anyOdoo, anyHistory, anyPolicies, (status, inOdoo, before, chosen) => {
        const decided = decideExport(status, inOdoo, before, chosen);
        const optedOut = inOdoo.subscription === 'out' || inOdoo.blacklisted;
        if (decided.action === 'create') expect(status === null && !optedOut).toBe(true);
        if (decided.action === 'resubscribe') {
          expect(chosen.resubscribe).not.toBe('never');
          expect(before?.optedOut === true && !optedOut && status !== 'cleaned').toBe(true);
        }
      }),
    );
  });
});
