import { describe, expect, it } from '@jest/globals';
import type { FieldValues } from '../../../src/core/field-value.js';
import type { Side } from '../../../src/core/merge/merge-field.js';
import type { SyncBase } from '../../../src/core/sync-base.js';
import { mergePerson } from '../../../src/sync/people/merge-person.js';
import { isPending, settledValues } from '../../../src/sync/people/settled-base.js';
import { aMapping } from '../../core/mapping/build-mapping.js';
import { aBase, aContact, aKnown, aMember, email, hasBoth, someRules } from './build-known.js';
import type { KnownMember } from '../../../src/sync/people/known-person.js';

const text = aMapping();
const mappings = [text];
const rules = someRules(mappings);

const aPerson = (odoo: string, mailchimp: string, base: SyncBase | null) =>
  aKnown(mappings, { contact: aContact({ x_field: odoo }), member: aMember({ FIELD: mailchimp }), base });

function settle(known: KnownMember, to: Side, values: FieldValues, given: string[] = []) {
  const merge = mergePerson(known, rules, hasBoth);
  const { odoo, mailchimp } = settledValues(known, known.member, merge, {
    to,
    values,
    given: new Set(given),
  });
  return { odoo: odoo.FIELD, mailchimp: mailchimp.FIELD };
}

describe('settledValues', () => {
  const agreed = aBase({ FIELD: 'a' });

  it('B6: remembers both sides where nothing was carried', () => {
    expect(settle(aPerson('', 'a', agreed), 'odoo', {})).toEqual({ odoo: '', mailchimp: 'a' });
  });

  it('B6: remembers what the other side reads of a value that was carried', () => {
    expect(settle(aPerson('a', 'b', agreed), 'odoo', { FIELD: 'B' })).toEqual({ odoo: 'B', mailchimp: 'b' });
    expect(settle(aPerson('b', 'a', agreed), 'mailchimp', { FIELD: 'B' })).toEqual({
      odoo: 'b',
      mailchimp: 'B',
    });
  });

  it('B6: what is still to be carried stays due on its side', () => {
    expect(settle(aPerson('b', 'a', agreed), 'odoo', {})).toEqual({ odoo: undefined, mailchimp: 'a' });
    expect(settle(aPerson('a', 'b', agreed), 'mailchimp', {})).toEqual({ odoo: 'a', mailchimp: undefined });
  });

  it('B6: what was refused for good is settled as it is', () => {
    expect(settle(aPerson('a', 'b', agreed), 'odoo', {}, ['FIELD'])).toEqual({ odoo: 'a', mailchimp: 'b' });
  });

  it('B6: a value Odoo refused is still due to MailChimp where that is its way', () => {
    const known = aPerson('b', 'a', agreed);
    expect(settle(known, 'odoo', {}, ['FIELD'])).toEqual({ odoo: undefined, mailchimp: 'a' });
  });

  it('B6: keeps what it knew of keys that could not be compared', () => {
    const known = aPerson('a', 'a', aBase({ FIELD: 'a', GONE: 'x' }));
    const merge = mergePerson(known, rules, hasBoth);
    const { odoo } = settledValues(known, known.member, merge, { to: 'odoo', values: {}, given: new Set() });
    expect(odoo).toEqual({ EMAIL: email, FIELD: 'a', GONE: 'x' });
  });
});

describe('isPending', () => {
  const pending = (known: KnownMember) => {
    const merge = mergePerson(known, rules, hasBoth);
    return { odoo: isPending(merge, 'odoo'), mailchimp: isPending(merge, 'mailchimp') };
  };

  it('B34: nothing is where both sides agree', () => {
    expect(pending(aPerson('a', 'a', null))).toEqual({ odoo: false, mailchimp: false });
  });

  it('B20: a value is, to the side that lacks it', () => {
    expect(pending(aPerson('b', 'a', aBase({ FIELD: 'a' })))).toEqual({ odoo: false, mailchimp: true });
    expect(pending(aPerson('a', 'b', aBase({ FIELD: 'a' })))).toEqual({ odoo: true, mailchimp: false });
  });

  it('B7: so is a tag, also one to take off', () => {
    expect(pending(aKnown([], { tags: ['A'] }))).toEqual({ odoo: false, mailchimp: true });
    expect(pending(aKnown([], { tags: ['A'], base: aBase({}, {}, { tags: ['A'] }) }))).toEqual({
      odoo: true,
      mailchimp: false,
    });
  });
});
