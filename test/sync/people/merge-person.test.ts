import { describe, expect, it } from '@jest/globals';
import type { FieldMapping, OdooSource } from '../../../src/core/mapping/field-mapping.js';
import { mergePerson, type MergeRules } from '../../../src/sync/people/merge-person.js';
import {
  aField,
  aMapping,
  anInterest,
  aPath,
  aTarget,
  firstName,
  lastName,
  luxembourg,
  on,
} from '../../core/mapping/build-mapping.js';
import {
  aBase,
  aContact,
  aCustomer,
  aKnown,
  aMember,
  email,
  hasBoth,
  later,
  someRules,
} from './build-known.js';
import type { KnownMember } from '../../../src/sync/people/known-person.js';

function merge(
  mappings: readonly FieldMapping[],
  given: Parameters<typeof aKnown>[1],
  rules: Partial<MergeRules> = {},
) {
  return mergePerson(aKnown(mappings, given), someRules(mappings, rules), hasBoth);
}

const text = aMapping();
const inOdoo = (value: unknown, more = {}) => aContact({ x_field: value }, more);
const inMailchimp = (value: string | number | boolean) => aMember({ FIELD: value });

describe('mergePerson', () => {
  it('B6: carries what changed in Odoo to MailChimp, and the other way', () => {
    const other = aMapping({
      key: 'OTHER',
      contact: aPath(aField('char', { name: 'x_other' })),
      customer: null,
    });
    const { toOdoo, toMailchimp } = merge([text, other], {
      contact: aContact({ x_field: 'new', x_other: 'old' }),
      member: aMember({ FIELD: 'old', OTHER: 'new' }),
      base: aBase({ FIELD: 'old', OTHER: 'old' }),
    });
    expect(toMailchimp).toEqual({ FIELD: 'new' });
    expect(toOdoo).toEqual({ OTHER: 'new' });
  });

  it('B6: carries nothing between sides that agree', () => {
    const { directions, toOdoo, toMailchimp } = merge([text], {
      contact: inOdoo('a'),
      member: inMailchimp('a'),
    });
    expect([...directions]).toEqual([
      ['EMAIL', null],
      ['FIELD', null],
    ]);
    expect([toOdoo, toMailchimp]).toEqual([{}, {}]);
  });

  it.each<[owner: FieldMapping['owner'], toOdoo: string | undefined, toMailchimp: string | undefined]>([
    ['odoo', undefined, 'b'],
    ['mailchimp', 'c', undefined],
  ])('B6: %s owns it and both changed', (owner, toOdoo, toMailchimp) => {
    const merged = merge([{ ...text, owner }], {
      contact: inOdoo('b'),
      member: inMailchimp('c'),
      base: aBase({ FIELD: 'a' }),
    });
    expect([merged.toOdoo.FIELD, merged.toMailchimp.FIELD]).toEqual([toOdoo, toMailchimp]);
  });

  it('B6: an edit in Odoo of what MailChimp owns is taken back', () => {
    const merged = merge([{ ...text, owner: 'mailchimp' }], {
      contact: inOdoo('b'),
      member: inMailchimp('a'),
      base: aBase({ FIELD: 'a' }),
    });
    expect(merged.toOdoo).toEqual({ FIELD: 'a' });
  });

  it("B6: does not bring to Odoo what can't be written there", () => {
    const readonly = aPath(aField('char', { readonly: true }));
    const merged = merge([on(text, { contact: readonly, customer: readonly })], {
      contact: inOdoo('a'),
      member: inMailchimp('b'),
      base: aBase({ FIELD: 'a' }),
    });
    expect(merged.directions.get('FIELD')).toBeNull();
  });

  it('B6: leaves out what neither record has', () => {
    const known = aKnown([on(text, { contact: null })], { member: inMailchimp('a') });
    const merged = mergePerson(known, someRules([on(text, { contact: null })]), {
      contact: true,
      customer: false,
    });
    expect(merged.directions.has('FIELD')).toBe(false);
  });
});

describe('mergePerson when both changed', () => {
  const changed = { member: inMailchimp('c'), base: aBase({ FIELD: 'a' }) };

  it("B6: the later one counts: the contact's", () => {
    const merged = merge([text], { ...changed, contact: inOdoo('b', { writtenAt: later }) });
    expect(merged.directions.get('FIELD')).toBe('odoo');
    expect(merge([text], { ...changed, contact: inOdoo('b') }).directions.get('FIELD')).toBe('mailchimp');
  });

  it("B6: the later one counts: the customer's, whose value is read", () => {
    const customer = aCustomer({ x_field: 'b' }, { writtenAt: later });
    expect(merge([text], { ...changed, contact: inOdoo(false), customer }).directions.get('FIELD')).toBe(
      'odoo',
    );
  });

  it("B6: the later one counts: not the customer's while the contact's is read", () => {
    const customer = aCustomer({ x_field: 'x' }, { writtenAt: later });
    expect(merge([text], { ...changed, contact: inOdoo('b'), customer }).directions.get('FIELD')).toBe(
      'mailchimp',
    );
  });
});

describe('mergePerson at the first meeting', () => {
  it('B6: a 0 that Odoo has put by itself is not later', () => {
    const number = aMapping({ target: aTarget('number'), contact: aPath(aField('integer')) });
    const contact = inOdoo(0, { writtenAt: later });
    expect(merge([number], { contact, member: inMailchimp(5) }).toOdoo).toEqual({ FIELD: 5 });
  });

  it('B6: a no that Odoo has put by itself is not later, whatever it is in MailChimp', () => {
    const radio = aMapping({
      target: aTarget('radio', { choices: ['Yes', 'No'] }),
      contact: aPath(aField('boolean')),
    });
    const contact = inOdoo(false, { writtenAt: later });
    expect(merge([radio], { contact, member: inMailchimp('Yes') }).toOdoo).toEqual({ FIELD: 'Yes' });
  });

  it('B6: after it a 0 is a change like any other', () => {
    const number = aMapping({ target: aTarget('number'), contact: aPath(aField('integer')) });
    const contact = inOdoo(0, { writtenAt: later });
    const merged = merge([number], { contact, member: inMailchimp(7), base: aBase({ FIELD: 5 }) });
    expect(merged.toMailchimp).toEqual({ FIELD: 0 });
  });

  it.each([
    ['has a contact', aContact()],
    ['has no record', null],
  ])('B4: a constant goes to a member who %s', (_, contact) => {
    const source: OdooSource = { kind: 'constant', value: 'Odoo' };
    const constant = aMapping({ contact: source, customer: source, owner: 'odoo' });
    expect(merge([constant], { contact, member: inMailchimp('') }).toMailchimp).toEqual({ FIELD: 'Odoo' });
  });
});

describe('mergePerson of an address', () => {
  const address = aMapping({
    target: aTarget('address'),
    contact: null,
    customer: { kind: 'address' },
    blank: 'clear',
  });
  const whole = { addr1: 'A', addr2: '', city: 'B', state: 'B', zip: '1', country: 'LU' };
  const member = aMember({ FIELD: whole });
  const base = aBase({ FIELD: whole });

  it('B5: half a one does not clear that in MailChimp', () => {
    const customer = aCustomer({ street: 'X', country_id: [luxembourg.id, 'Luxembourg'] });
    expect(merge([address], { customer, member, base }).toMailchimp).toEqual({});
  });

  it('B6: one that was taken away does, where the policy says so', () => {
    expect(merge([address], { customer: aCustomer(), member, base }).toMailchimp).toEqual({ FIELD: '' });
    expect(
      merge([{ ...address, blank: 'keep' }], { customer: aCustomer(), member, base }).toMailchimp,
    ).toEqual({});
  });
});

describe('mergePerson of the e-mail address', () => {
  const moved = (odoo: string | null, mailchimp: string) =>
    merge([], {
      contact: aContact({}, { address: odoo }),
      member: aMember({ EMAIL: mailchimp }),
      base: aBase({}),
    });

  it('B17: one edited in Odoo renames the member', () => {
    expect(moved('eva@shop.pt', email).toMailchimp).toEqual({ EMAIL: 'eva@shop.pt' });
  });

  it('B32: one changed in MailChimp renames the contact', () => {
    expect(moved(email, 'eva@shop.pt').toOdoo).toEqual({ EMAIL: 'eva@shop.pt' });
  });

  it('B17: one that is gone or malformed in Odoo changes nothing', () => {
    expect(moved(null, email).directions.get('EMAIL')).toBeNull();
  });

  it('B16: is not compared where there is no contact', () => {
    expect(merge([], { contact: null, customer: aCustomer() }).directions.has('EMAIL')).toBe(false);
  });
});

describe('mergePerson of a name', () => {
  const names = [firstName, lastName];
  const sousa = { FNAME: 'Ana', LNAME: 'Sousa' };
  const lima = { FNAME: 'Eva', LNAME: 'Lima' };
  const named = (name: string | false) => aContact({ name }, { writtenAt: later });

  it("B13: with the option the member's name replaces another", () => {
    const given = { contact: named('Ana Sousa'), member: aMember(lima) };
    expect(merge(names, given, { overrideName: true }).toOdoo).toEqual(lima);
    expect(merge(names, { ...given, base: aBase(sousa) }, { overrideName: true }).toOdoo).toEqual(lima);
  });

  it('B13: without it both names stay until the one in Odoo is edited', () => {
    const given = { contact: named('Ana Sousa'), member: aMember(lima), base: aBase(sousa) };
    const merged = merge(names, given);
    expect([merged.toOdoo, merged.toMailchimp]).toEqual([{}, {}]);

    const base = aBase(sousa, lima);
    expect(merge(names, { ...given, contact: named('Ana Silva'), base }).toMailchimp).toEqual({
      FNAME: 'Ana',
      LNAME: 'Silva',
    });
  });

  it('B13: an empty Odoo name is filled', () => {
    const given = {
      contact: named(false),
      member: aMember(lima),
      base: aBase({ FNAME: '', LNAME: '' }, lima),
    };
    expect(merge(names, given).toOdoo).toEqual(lima);
  });

  it('B13: the name of a customer is not replaced', () => {
    const given = { contact: null, customer: aCustomer({ name: 'Ana Sousa' }), member: aMember(lima) };
    const known = aKnown(names, { ...given, base: aBase(sousa) });
    const rules = someRules(names, { overrideName: true });
    expect(mergePerson(known, rules, { contact: false, customer: true }).toOdoo).toEqual({});
  });
});

describe('mergePerson of a marketing permission', () => {
  const permission = aMapping({
    target: { kind: 'permission', id: 'mail' },
    contact: aPath(aField('boolean')),
    customer: null,
  });
  const key = permission.key;

  it('B25: a no given in MailChimp wins over a yes given in Odoo', () => {
    const given = { contact: inOdoo(true, { writtenAt: later }), member: aMember({ [key]: false }) };
    expect(merge([permission], given).toOdoo).toEqual({ [key]: false });
  });

  it('B25: an interest has no such rule', () => {
    const interest = { ...permission, key: 'interest:news', target: anInterest };
    const given = {
      contact: inOdoo(true, { writtenAt: later }),
      member: aMember({ 'interest:news': false }),
    };
    expect(merge([interest], given).toMailchimp).toEqual({ 'interest:news': true });
  });
});

describe('mergePerson of tags', () => {
  const tagged = (
    base: string[],
    odoo: string[],
    mailchimp: string[],
    managedTags: MergeRules['managedTags'] = 'all',
  ) => {
    const known: KnownMember = aKnown([], {
      member: aMember({}, { tags: mailchimp }),
      tags: odoo,
      base: aBase({}, {}, { tags: base }),
    });
    const { tagsToOdoo, tagsToMailchimp } = mergePerson(known, someRules([], { managedTags }), hasBoth);
    return { tagsToOdoo, tagsToMailchimp };
  };
  const none = { add: [], remove: [] };

  it('B7: what is new on one side is added on the other', () => {
    expect(tagged([], ['A'], ['B'])).toEqual({
      tagsToOdoo: { add: ['B'], remove: [] },
      tagsToMailchimp: { add: ['A'], remove: [] },
    });
  });

  it('B7: what was taken off on one side is taken off on the other', () => {
    expect(tagged(['A', 'B'], ['A'], ['B'])).toEqual({
      tagsToOdoo: { add: [], remove: ['A'] },
      tagsToMailchimp: { add: [], remove: ['B'] },
    });
  });

  it('B7: case makes no difference', () => {
    expect(tagged(['vip'], ['VIP'], ['Vip'])).toEqual({ tagsToOdoo: none, tagsToMailchimp: none });
    expect(tagged(['vip'], ['VIP'], []).tagsToOdoo).toEqual({ add: [], remove: ['VIP'] });
  });

  it('B7: tags outside the managed set stay, also when they were managed once', () => {
    expect(tagged(['x', 'odoo:b'], ['x', 'odoo:a'], ['y'], { prefix: 'odoo:' })).toEqual({
      tagsToOdoo: none,
      tagsToMailchimp: { add: ['odoo:a'], remove: [] },
    });
    expect(tagged(['x'], ['x'], ['y'], 'none')).toEqual({ tagsToOdoo: none, tagsToMailchimp: none });
  });
});
