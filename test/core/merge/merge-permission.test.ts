import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergePermission } from '../../../src/core/merge/merge-permission.js';
import type { Side } from '../../../src/core/merge/merge-field.js';
import { anySide, aState, otherSide } from './build-state.js';

describe('mergePermission', () => {
  it.each<[boolean, boolean, Side | null]>([
    [true, false, 'mailchimp'],
    [false, true, 'mailchimp'],
    [true, true, null],
    [false, false, null],
  ])('B25: at the first meeting of %j and %j MailChimp counts', (odoo, mailchimp, way) => {
    expect(mergePermission(aState(odoo, mailchimp, { later: 'odoo' }))).toBe(way);
  });

  it.each<[boolean, boolean, Side]>([
    [false, true, 'odoo'],
    [true, false, 'mailchimp'],
  ])('B25: of two changes the no wins (%j, %j)', (odoo, mailchimp, way) => {
    const base = { odoo: mailchimp, mailchimp: odoo };
    expect(mergePermission({ odoo, mailchimp, base, later: otherSide[way] })).toBe(way);
  });

  it.each<[boolean, boolean, boolean, Side]>([
    [false, true, true, 'odoo'],
    [true, false, true, 'mailchimp'],
    [true, false, false, 'odoo'],
    [false, true, false, 'mailchimp'],
  ])('B25: of %j and %j what was changed from %j travels', (odoo, mailchimp, base, way) => {
    expect(mergePermission(aState(odoo, mailchimp, { base }))).toBe(way);
  });

  it('B25: after the first meeting a yes never goes over a no that was said since', () => {
    const anyBase = fc.option(fc.boolean(), { nil: undefined });
    const base = fc.record({ odoo: anyBase, mailchimp: anyBase });
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), base, anySide, (odoo, mailchimp, before, later) => {
        const state = { odoo, mailchimp, base: before, later };
        const way = mergePermission(state);
        fc.pre(way !== null && state[way]);
        fc.pre(before.odoo !== undefined || before.mailchimp !== undefined);
        expect(before[otherSide[way]]).toBe(false);
      }),
    );
  });
});
