import { describe, expect, it } from '@jest/globals';
import type { FieldMapping, OdooSource } from '../../../src/core/mapping/field-mapping.js';
import { odooSide, type MappablePerson } from '../../../src/core/mapping/odoo-side.js';
import {
  aField,
  aMapping,
  anInterest,
  aPath,
  aRecord,
  aTarget,
  firstName,
  fullName,
  lastName,
  tools,
  usa,
  on,
} from './build-mapping.js';

const person = (more: Partial<MappablePerson>): MappablePerson => ({
  contact: null,
  customer: null,
  ...more,
});
const text = aMapping();
const number = aMapping({ target: aTarget('number') });
const inContact = (raw: unknown) => person({ contact: aRecord({ x_field: raw }) });

function read(mapping: FieldMapping, someone: MappablePerson) {
  const side = odooSide([mapping], someone, tools);
  return { value: side.values[mapping.key], unfit: side.unfit.get(mapping.key) };
}

const both = (contact: unknown, customer: unknown) =>
  person({ contact: aRecord({ x_field: contact }), customer: aRecord({ x_field: customer }) });

describe('odooSide', () => {
  it.each<[unknown, unknown, string]>([
    ['contact', 'customer', 'contact'],
    [false, 'customer', 'customer'],
    ['  ', 'customer', 'customer'],
    ['contact', false, 'contact'],
    [false, false, ''],
    ['0', 'customer', '0'],
  ])('B6: of %j and %j the value is %j: the contact counts first', (contact, customer, value) => {
    expect(read(text, both(contact, customer)).value).toBe(value);
  });

  it('B6: is what the only record has', () => {
    expect(read(text, person({ customer: aRecord({ x_field: 'x' }) })).value).toBe('x');
    expect(read(text, person({ contact: aRecord({ x_field: 'x' }) })).value).toBe('x');
    expect(read(text, person({})).value).toBe('');
  });

  it("B6: is the customer's where contacts have no such field", () => {
    expect(read(on(text, { contact: null }), both('contact', 'customer')).value).toBe('customer');
  });

  it('B6: a 0 of the contact is a value', () => {
    expect(read(number, both(0, 5)).value).toBe(0);
  });

  it("B17: has the contact's address", () => {
    const contact = aRecord({}, { address: 'ana@shop.pt' });
    expect(odooSide([], person({ contact }), tools).values).toEqual({ EMAIL: 'ana@shop.pt' });
    expect(odooSide([], person({ customer: contact }), tools).values).toEqual({ EMAIL: '' });
  });

  it('B4: tells why a value does not fit, and what it is', () => {
    expect(read(number, inContact('many'))).toEqual({ value: 'many', unfit: 'is not a number' });
  });

  it("B4: a contact's value that does not fit is not passed over for the customer's", () => {
    expect(read(number, both('many', '5'))).toEqual({ value: 'many', unfit: 'is not a number' });
  });

  it('B4: knows the address as a value', () => {
    const mapping = aMapping({ contact: { kind: 'email' }, customer: { kind: 'email' } });
    expect(read(mapping, person({ contact: aRecord({}, { address: 'ana@shop.pt' }) })).value).toBe(
      'ana@shop.pt',
    );
  });
});

describe('odooSide of a constant', () => {
  const source: OdooSource = { kind: 'constant', value: 'Odoo' };
  const constant = aMapping({ contact: source, customer: source, owner: 'odoo' });

  it('B4: is the same for everyone, also for who has no record yet', () => {
    expect(read(constant, both('a', 'b')).value).toBe('Odoo');
    expect(read(constant, person({})).value).toBe('Odoo');
  });
});

describe('odooSide of a yes or no', () => {
  const flag = aMapping({
    target: anInterest,
    contact: aPath(aField('boolean')),
    customer: aPath(aField('boolean')),
  });
  const category: OdooSource = { kind: 'category', name: 'Events' };
  const byTag = aMapping({ target: anInterest, contact: category, customer: category });

  it.each([
    [true, false, true],
    [false, true, true],
    [false, false, false],
  ])('B6: of %j and %j it is %j: a yes on either counts', (contact, customer, value) => {
    expect(read(flag, both(contact, customer)).value).toBe(value);
  });

  it('B4: is a no where there is nobody', () => {
    expect(read(flag, person({})).value).toBe(false);
  });

  it.each([
    [['events '], [], true],
    [[], ['EVENTS'], true],
    [['Event'], ['VIP'], false],
  ])('B7: with the tags %j and %j it is %j, compared without case', (ofContact, ofCustomer, value) => {
    const someone = person({
      contact: aRecord({}, { tags: ofContact }),
      customer: aRecord({}, { tags: ofCustomer }),
    });
    expect(read(byTag, someone).value).toBe(value);
  });
});

describe('odooSide of a dotted path', () => {
  const country = aField('many2one', { name: 'country_id' });
  const code = aMapping({ contact: aPath(country, aField('char', { name: 'code' })) });

  it('B4: leads to the other record', () => {
    const contact = aRecord({ country_id: [usa.id, 'United States'] });
    expect(read(code, person({ contact })).value).toBe('US');
  });

  it.each([[false], [[99, 'Unknown']]])('B4: is empty where %j leads nowhere', (raw) => {
    expect(read(code, person({ contact: aRecord({ country_id: raw }) })).value).toBe('');
  });
});

describe('odooSide of an address', () => {
  const address = aMapping({
    target: aTarget('address'),
    contact: null,
    customer: { kind: 'address' },
  });

  it('B5: half an address is left out, and told', () => {
    const customer = aRecord({ street: '1 Market St', country_id: [usa.id, 'United States'] });
    expect(read(address, person({ customer }))).toEqual({
      value: '',
      unfit: 'is incomplete: no city, ZIP, state',
    });
  });

  it('B5: none at all is empty', () => {
    expect(read(address, person({ customer: aRecord({}) }))).toEqual({ value: '', unfit: undefined });
  });

  it("B6: half an address of the contact is passed over for the customer's", () => {
    const mapping = on(address, { contact: { kind: 'address' } as const });
    const whole = { street: 'A', city: 'B', zip: '1', country_id: [3, 'Luxembourg'] };
    const someone = person({ contact: aRecord({ street: 'X' }), customer: aRecord(whole) });
    expect(read(mapping, someone).value).toMatchObject({ addr1: 'A', city: 'B' });
  });
});

describe('odooSide of a name', () => {
  const named = (values: Record<string, unknown>) =>
    odooSide([firstName, lastName, fullName], person({ contact: aRecord(values) }), tools).values;

  it.each([
    ['Ana Sousa', 'Ana', 'Sousa'],
    [' Ana  Maria Sousa ', 'Ana', 'Maria Sousa'],
    ['Ana', 'Ana', ''],
    ['', '', ''],
  ])('B4: of %j the first word is the first name', (name, first, last) => {
    expect(named({ name })).toMatchObject({ FNAME: first, LNAME: last, NAME: name.trim() });
  });

  it("B4: has Odoo's own parts while they make up the name", () => {
    const own = { first_name: 'Ana Maria', last_name: 'Sousa' };
    expect(named({ name: 'Ana Maria Sousa', ...own })).toMatchObject({ FNAME: 'Ana Maria', LNAME: 'Sousa' });
    expect(named({ name: 'Eva Lima', ...own })).toMatchObject({ FNAME: 'Eva', LNAME: 'Lima' });
  });

  it('B4: may be a last name alone', () => {
    expect(named({ name: 'Sousa', first_name: false, last_name: 'Sousa' })).toMatchObject({
      FNAME: '',
      LNAME: 'Sousa',
    });
  });

  it("B6: is the customer's where the contact has none", () => {
    const someone = person({ contact: aRecord({ name: false }), customer: aRecord({ name: 'Ana Sousa' }) });
    expect(odooSide([firstName], someone, tools).values.FNAME).toBe('Ana');
  });
});

describe('odooSide: where a value is from', () => {
  const holders = (mapping: FieldMapping, someone: MappablePerson) =>
    odooSide([mapping], someone, tools).holders.get(mapping.key);

  it.each<[unknown, unknown, string[]]>([
    ['contact', 'customer', ['contact']],
    [false, 'customer', ['customer']],
    [false, false, ['contact', 'customer']],
  ])('B6: %j and %j: who holds it decides which side was later', (contact, customer, expected) => {
    expect(holders(text, both(contact, customer))).toEqual(expected);
  });

  it('B6: a record without the field holds nothing', () => {
    expect(holders(on(text, { contact: null }), both('contact', false))).toEqual(['customer']);
    expect(holders(text, person({ contact: aRecord({}) }))).toEqual(['contact']);
  });

  it.each<[FieldMapping, unknown, boolean]>([
    [number, 0, true],
    [number, 5, false],
    [text, '0', false],
    [text, false, false],
    [aMapping({ contact: aPath(aField('boolean')) }), false, true],
    [aMapping({ contact: aPath(aField('boolean')) }), true, false],
  ])('B6: %#. Odoo puts a 0 and a no by itself', (mapping, raw, isDefault) => {
    expect(odooSide([mapping], inContact(raw), tools).defaults.has(mapping.key)).toBe(isDefault);
  });
});
