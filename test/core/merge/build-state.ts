import fc from 'fast-check';
import type { FieldValue } from '../../../src/core/field-value.js';
import type { FieldPolicy, FieldState, Side } from '../../../src/core/merge/merge-field.js';

export const byDefault: FieldPolicy = { owner: 'newest', blank: 'keep' };

export function aPolicy(more: Partial<FieldPolicy> = {}): FieldPolicy {
  return { ...byDefault, ...more };
}

interface Given {
  later?: Side;
  /** What both had when they last agreed; nothing at the first meeting. */
  base?: FieldValue;
}

export function aState(odoo: FieldValue, mailchimp: FieldValue, given: Given = {}): FieldState {
  const { later = 'mailchimp', base } = given;
  return { odoo, mailchimp, base: { odoo: base, mailchimp: base }, later };
}

export const otherSide = { odoo: 'mailchimp', mailchimp: 'odoo' } as const;

export const anyValue: fc.Arbitrary<FieldValue> = fc.oneof(
  fc.constantFrom('', 'a', 'b', '0', 0, 5, true, false),
  fc.constantFrom({ addr1: 'A', city: 'B' }, { addr1: 'A', city: 'C' }),
);

export const anySide = fc.constantFrom<Side>('odoo', 'mailchimp');

const anyBase = fc.option(anyValue, { nil: undefined });

export const anyState: fc.Arbitrary<FieldState> = fc.record({
  odoo: anyValue,
  mailchimp: anyValue,
  base: fc.record({ odoo: anyBase, mailchimp: anyBase }),
  later: anySide,
});

export const anyPolicy: fc.Arbitrary<FieldPolicy> = fc.record({
  owner: fc.constantFrom('odoo', 'mailchimp', 'newest'),
  blank: fc.constantFrom('keep', 'clear', 'fill'),
});
