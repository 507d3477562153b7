import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isBlank, sameValue } from '../../../src/core/field-value.js';
import {
  mergeField,
  type FieldPolicy,
  type FieldState,
  type Side,
} from '../../../src/core/merge/merge-field.js';
import { anyPolicy, anyState, aPolicy, aState, byDefault, otherSide } from './build-state.js';

const sides: Side[] = ['odoo', 'mailchimp'];

describe('mergeField by newest', () => {
  it.each<[what: string, odoo: string, mailchimp: string, way: Side | null]>([
    ['nothing', 'a', 'a', null],
    ['Odoo', 'b', 'a', 'odoo'],
    ['MailChimp', 'a', 'b', 'mailchimp'],
    ['both alike', 'b', 'b', null],
  ])('B6: %s changed', (_, odoo, mailchimp, way) => {
    expect(mergeField(aState(odoo, mailchimp, { base: 'a' }), byDefault)).toBe(way);
  });

  it.each(sides)('B6: both changed, %s later', (later) => {
    expect(mergeField(aState('b', 'c', { base: 'a', later }), byDefault)).toBe(later);
  });

  it.each(sides)('B6: both have a value at the first meeting, %s later', (later) => {
    expect(mergeField(aState('a', 'b', { later }), byDefault)).toBe(later);
  });

  it.each<[string | boolean, string | boolean, Side]>([
    ['', 'a', 'mailchimp'],
    ['a', '', 'odoo'],
    [false, true, 'mailchimp'],
    [true, false, 'odoo'],
  ])('B6: at the first meeting of %j and %j the one that says something counts', (odoo, mailchimp, way) => {
    expect(mergeField(aState(odoo, mailchimp, { later: otherSide[way] }), byDefault)).toBe(way);
  });

  it('B6: sides that were left different stay so until one changes', () => {
    const values = { odoo: 'Ana', mailchimp: 'Eva' };
    const state: FieldState = { ...values, base: values, later: 'odoo' };
    expect(mergeField(state, byDefault)).toBeNull();
  });
});

describe('mergeField with an owner', () => {
  it.each<[Side, string, string]>([
    ['odoo', 'b', 'a'],
    ['odoo', 'a', 'b'],
    ['odoo', 'b', 'c'],
    ['mailchimp', 'b', 'a'],
    ['mailchimp', 'a', 'b'],
    ['mailchimp', 'b', 'c'],
  ])('B6: %s wins, whichever changed (%s, %s)', (owner, odoo, mailchimp) => {
    const state = aState(odoo, mailchimp, { base: 'a', later: otherSide[owner] });
    expect(mergeField(state, aPolicy({ owner }))).toBe(owner);
  });

  it.each(sides)('B6: at the first meeting the value of %s counts', (owner) => {
    expect(mergeField(aState('a', 'b'), aPolicy({ owner }))).toBe(owner);
  });
});

describe('mergeField of an empty value', () => {
  const emptied = { odoo: aState('', 'a', { base: 'a' }), mailchimp: aState('a', '', { base: 'a' }) };

  it.each(sides)('B6: keep leaves the other value when %s was emptied', (side) => {
    expect(mergeField(emptied[side], aPolicy({ blank: 'keep' }))).toBeNull();
    expect(mergeField(emptied[side], aPolicy({ owner: side, blank: 'keep' }))).toBeNull();
  });

  it.each(sides)('B6: clear empties the other when %s was emptied', (side) => {
    expect(mergeField(emptied[side], aPolicy({ blank: 'clear' }))).toBe(side);
    expect(mergeField(emptied[side], aPolicy({ owner: side, blank: 'clear' }))).toBe(side);
  });

  it.each(sides)('B6: fill puts the value back when %s was emptied', (side) => {
    expect(mergeField(emptied[side], aPolicy({ blank: 'fill' }))).toBe(otherSide[side]);
    expect(mergeField(emptied[side], aPolicy({ owner: side, blank: 'fill' }))).toBe(otherSide[side]);
  });

  it.each<[FieldPolicy['owner'], FieldPolicy['blank'], Side | null]>([
    ['newest', 'keep', 'mailchimp'],
    ['newest', 'clear', 'mailchimp'],
    ['newest', 'fill', 'mailchimp'],
    ['odoo', 'keep', null],
    ['odoo', 'clear', 'odoo'],
    ['odoo', 'fill', 'mailchimp'],
    ['mailchimp', 'keep', 'mailchimp'],
    ['mailchimp', 'clear', 'mailchimp'],
    ['mailchimp', 'fill', 'mailchimp'],
  ])('B6: Odoo has none at the first meeting; owner %s, blank %s', (owner, blank, way) => {
    expect(mergeField(aState('', 'a', { later: 'odoo' }), { owner, blank })).toBe(way);
  });

  it.each<[FieldPolicy['blank'], Side | null]>([
    ['keep', null],
    ['clear', 'odoo'],
    ['fill', 'mailchimp'],
  ])('B6: Odoo owns it, has none, and MailChimp changed; blank %s', (blank, way) => {
    const state: FieldState = { ...aState('', 'b'), base: { odoo: '', mailchimp: 'a' } };
    expect(mergeField(state, { owner: 'odoo', blank })).toBe(way);
  });

  it.each(sides)('B6: an emptying by %s that is still to be carried stays due', (side) => {
    const values = { odoo: 'a', mailchimp: 'a', [side]: '' };
    const base = { odoo: 'a', mailchimp: 'a', [side]: undefined };
    const state: FieldState = { ...values, base, later: otherSide[side] };
    expect(mergeField(state, aPolicy({ blank: 'clear' }))).toBe(side);
  });

  it('B6: a 0 and a no are values', () => {
    expect(mergeField(aState(0, 5, { base: 5 }), byDefault)).toBe('odoo');
    expect(mergeField(aState(true, false, { base: true }), byDefault)).toBe('mailchimp');
  });
});

describe('mergeField, whatever the state and the policy', () => {
  it('B6: nothing travels when both sides are equal', () => {
    fc.assert(
      fc.property(anyState, anyPolicy, (state, policy) => {
        expect(mergeField({ ...state, mailchimp: state.odoo }, policy)).toBeNull();
      }),
    );
  });

  it('B6: keep and fill never empty anything', () => {
    fc.assert(
      fc.property(anyState, anyPolicy, (state, policy) => {
        const way = mergeField(state, policy);
        fc.pre(way !== null && policy.blank !== 'clear');
        expect(isBlank(state[way])).toBe(false);
      }),
    );
  });

  it('B6: what nobody changed stays', () => {
    fc.assert(
      fc.property(anyState, anyPolicy, ({ odoo, mailchimp, later }, policy) => {
        expect(mergeField({ odoo, mailchimp, base: { odoo, mailchimp }, later }, policy)).toBeNull();
      }),
    );
  });

  it('B6: nothing goes against the owner, but what fills its empty value', () => {
    fc.assert(
      fc.property(anyState, anyPolicy, anyPolicy, (state, { owner }, { blank }) => {
        const way = mergeField(state, { owner, blank });
        fc.pre(way !== null && owner !== 'newest' && way !== owner);
        expect(blank).toBe('fill');
        expect(isBlank(state[otherSide[way]])).toBe(true);
      }),
    );
  });

  it('B6: once the value is carried and remembered, nothing more travels', () => {
    fc.assert(
      fc.property(anyState, anyPolicy, (state, policy) => {
        const way = mergeField(state, policy);
        const carried = way === null ? undefined : state[way];
        const [odoo, mailchimp] = [carried ?? state.odoo, carried ?? state.mailchimp];

        const after = { odoo, mailchimp, base: { odoo, mailchimp }, later: state.later };

        expect(mergeField(after, policy)).toBeNull();
        expect(carried === undefined || sameValue(odoo, mailchimp)).toBe(true);
      }),
    );
  });
});
