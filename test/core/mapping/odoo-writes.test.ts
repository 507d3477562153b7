import { describe, expect, it } from '@jest/globals';
import type { FieldValues } from '../../../src/core/field-value.js';
import type { FieldMapping, OdooSource } from '../../../src/core/mapping/field-mapping.js';
import type { MappablePerson } from '../../../src/core/mapping/odoo-side.js';
import { odooWrites, type Destinations } from '../../../src/core/mapping/odoo-writes.js';
import {
  aField,
  aMapping,
  anInterest,
  aPath,
  aRecord,
  aTarget,
  california,
  fullName,
  firstName,
  lastName,
  luxembourg,
  on,
  tools,
  usa,
} from './build-mapping.js';

const nobody: MappablePerson = { contact: null, customer: null };

interface Given extends Partial<Omit<Destinations, 'person'>> {
  person?: MappablePerson;
}

function write(mapping: FieldMapping | FieldMapping[], carried: FieldValues, given: Given = {}) {
  const person = { ...nobody, ...given.person };
  const { contact, customer } = person;
  const { has = { contact: contact !== null, customer: customer !== null } } = given;
  const to = { person, has, splitNames: given.splitNames ?? false };
  return odooWrites([mapping].flat(), carried, to, tools);
}

/** What is written where and what Odoo reads back, without what is empty. */
function written(...given: Parameters<typeof write>) {
  const {
    records: { contact = {}, customer = {} },
    reads,
  } = write(...given);
  return Object.fromEntries(
    Object.entries({ contact, customer, reads }).filter(([, values]) => Object.keys(values).length > 0),
  );
}

const text = aMapping();
const contact = (values = {}) => ({ person: { contact: aRecord(values) } });
const customer = (values = {}) => ({ person: { customer: aRecord(values) } });
const both = (ofContact = {}, ofCustomer = {}) => ({
  person: { contact: aRecord(ofContact), customer: aRecord(ofCustomer) },
});

describe('odooWrites', () => {
  it('B9: writes to the contact, and tells what it will read back', () => {
    expect(write(text, { FIELD: 'Ana' }, both())).toEqual({
      records: { contact: { x_field: 'Ana' }, customer: {} },
      tags: { add: [], remove: [] },
      reads: { FIELD: 'Ana' },
      unfit: new Map(),
    });
  });

  it('B9: writes to the customer what contacts have no field for', () => {
    const { records } = write(on(text, { contact: null }), { FIELD: 'Ana' }, both());
    expect(records).toEqual({ contact: {}, customer: { x_field: 'Ana' } });
  });

  it('B9: writes to records that are about to be made', () => {
    const has = { contact: true, customer: false };
    expect(write(text, { FIELD: 'Ana' }, { has }).records.contact).toEqual({ x_field: 'Ana' });
  });

  it('B9: writes nothing that is not carried', () => {
    expect(written(text, { OTHER: 'Ana' }, both())).toEqual({});
  });

  it.each<[string, OdooSource]>([
    ['a constant', { kind: 'constant', value: 'Odoo' }],
    ['the address', { kind: 'email' }],
    ['a read-only field', aPath(aField('char', { readonly: true }))],
    ['a field of a record two steps away', aPath(aField('many2one'), aField('many2one'), aField())],
  ])('B4: never writes %s', (_, source) => {
    const mapping = aMapping({ contact: source, customer: source });
    expect(written(mapping, { FIELD: 'Ana' }, both())).toEqual({});
  });

  it('B4: tells what does not fit, and writes the rest', () => {
    const number = aMapping({
      key: 'AGE',
      contact: aPath(aField('integer', { name: 'x_age' })),
      target: aTarget('text', { tag: 'AGE' }),
    });
    const writes = write([number, text], { AGE: 'old', FIELD: 'Ana' }, contact());
    expect(writes.records.contact).toEqual({ x_field: 'Ana' });
    expect(writes.reads).toEqual({ FIELD: 'Ana' });
    expect(writes.unfit).toEqual(new Map([['AGE', 'AGE "old" is not a number']]));
  });

  it('B4: a birthday takes the year from what the record has', () => {
    const mapping = aMapping({ target: aTarget('birthday'), contact: aPath(aField('date')) });
    const writes = write(mapping, { FIELD: '12/03' }, contact({ x_field: '1980-05-01' }));
    expect(writes.records.contact).toEqual({ x_field: '1980-12-03' });
    expect(writes.reads).toEqual({ FIELD: '12/03' });
  });

  it('B6: reads back what a conversion has made of it', () => {
    const mapping = aMapping({ contact: aPath(aField('boolean')) });
    expect(written(mapping, { FIELD: 'Yes' }, contact())).toEqual({
      contact: { x_field: true },
      reads: { FIELD: 'true' },
    });
  });
});

describe('odooWrites of an empty value', () => {
  it('B6: empties the field', () => {
    expect(written(text, { FIELD: '' }, contact({ x_field: 'Ana' }))).toEqual({
      contact: { x_field: false },
      reads: { FIELD: '' },
    });
  });

  it('B6: an emptied number is 0', () => {
    const mapping = aMapping({ target: aTarget('number'), contact: aPath(aField('float')) });
    expect(write(mapping, { FIELD: '' }, contact({ x_field: 5 })).reads).toEqual({ FIELD: 0 });
  });

  it("B6: empties the customer's too, which would be read instead", () => {
    expect(written(text, { FIELD: '' }, both({ x_field: 'Ana' }, { x_field: 'Eva' }))).toEqual({
      contact: { x_field: false },
      customer: { x_field: false },
      reads: { FIELD: '' },
    });
  });

  it("B6: reads the customer's where that can't be emptied", () => {
    const mapping = on(text, { customer: aPath(aField('char', { readonly: true })) });
    expect(written(mapping, { FIELD: '' }, both({ x_field: 'Ana' }, { x_field: 'Eva' }))).toEqual({
      contact: { x_field: false },
      reads: { FIELD: 'Eva' },
    });
  });

  it('B6: leaves an empty customer alone', () => {
    expect(write(text, { FIELD: '' }, both({ x_field: 'Ana' })).records.customer).toEqual({});
  });
});

describe('odooWrites of a yes or no', () => {
  const boolean = aPath(aField('boolean'));
  const flag = aMapping({ target: anInterest, contact: boolean, customer: boolean });
  const key = flag.key;

  it('B4: a yes is written to the contact', () => {
    expect(written(flag, { [key]: true }, both())).toEqual({
      contact: { x_field: true },
      reads: { [key]: true },
    });
  });

  it('B25: a no is written to both: a yes left on the customer would take it back', () => {
    expect(written(flag, { [key]: false }, both({ x_field: true }, { x_field: true }))).toEqual({
      contact: { x_field: false },
      customer: { x_field: false },
      reads: { [key]: false },
    });
  });

  const category: OdooSource = { kind: 'category', name: 'Events' };
  const byTag = aMapping({ target: anInterest, contact: category, customer: category });

  it.each([
    [true, { add: ['Events'], remove: [] }],
    [false, { add: [], remove: ['Events'] }],
  ])('B7: %j is a tag to add or to take off', (value, tags) => {
    expect(write(byTag, { [key]: value }, both()).tags).toEqual(tags);
    expect(written(byTag, { [key]: value }, both())).toEqual({ reads: { [key]: value } });
  });
});

describe('odooWrites of a many2one', () => {
  const country = aField('many2one', { name: 'country_id' });
  const byName = aMapping({ contact: aPath(country) });
  const byCode = aMapping({ contact: aPath(country, aField('char', { name: 'code' })) });

  it('B4: finds the record by its name', () => {
    expect(written(byName, { FIELD: 'Luxembourg' }, contact())).toEqual({
      contact: { country_id: luxembourg.id },
      reads: { FIELD: 'Luxembourg' },
    });
  });

  it('B4: finds the record by the field its path ends at', () => {
    expect(write(byCode, { FIELD: 'LU' }, contact()).records.contact).toEqual({ country_id: luxembourg.id });
  });

  it('B4: tells what it does not find', () => {
    const writes = write(byCode, { FIELD: 'XX' }, contact());
    expect(writes.records.contact).toEqual({});
    expect(writes.unfit).toEqual(new Map([['FIELD', 'FIELD "XX" is unknown in Odoo (res.country)']]));
  });

  it('B6: is emptied', () => {
    const before = contact({ country_id: [usa.id, 'United States'] });
    expect(written(byCode, { FIELD: '' }, before)).toEqual({
      contact: { country_id: false },
      reads: { FIELD: '' },
    });
  });

  it.each(['integer', 'many2one', 'boolean', 'date'])(
    'B4: is not looked up by a field of type %s',
    (type) => {
      const mapping = aMapping({ contact: aPath(country, aField(type, { name: 'other' })), customer: null });
      expect(written(mapping, { FIELD: '352' }, contact())).toEqual({});
      expect(write(mapping, { FIELD: '352' }, contact()).unfit.size).toBe(0);
    },
  );
});

describe('odooWrites of an address', () => {
  const address = aMapping({ target: aTarget('address'), contact: null, customer: { kind: 'address' } });
  const whole = {
    addr1: '1 Market St',
    addr2: '',
    city: 'San Francisco',
    state: 'CA',
    zip: '94105',
    country: 'US',
  };

  it('B5: is written to the customer and reads back whole', () => {
    expect(written(address, { FIELD: whole }, both())).toEqual({
      customer: {
        street: '1 Market St',
        street2: false,
        city: 'San Francisco',
        zip: '94105',
        state_id: california.id,
        country_id: usa.id,
      },
      reads: { FIELD: whole },
    });
  });

  it('B5: with a state Odoo does not know it reads back as none', () => {
    const writes = write(address, { FIELD: { ...whole, state: 'Catalonia' } }, customer());
    expect(writes.records.customer).toMatchObject({ city: 'San Francisco', state_id: false });
    expect(writes.reads).toEqual({ FIELD: '' });
  });

  it('B6: is emptied whole', () => {
    const writes = write(address, { FIELD: '' }, customer({ street: '1 Market St', city: 'San Francisco' }));
    expect(writes.records.customer).toMatchObject({ street: false, city: false, country_id: false });
    expect(writes.reads).toEqual({ FIELD: '' });
  });

  it('B5: of a country Odoo does not know is told', () => {
    const { unfit, records } = write(address, { FIELD: { ...whole, country: 'XX' } }, customer());
    expect(records.customer).toEqual({});
    expect(unfit.get('FIELD')).toBe('FIELD names a country Odoo does not know: XX');
  });
});

describe('odooWrites of a name', () => {
  const parts = [firstName, lastName];
  const known = contact({ name: 'Ana Sousa' });

  it('B4: joins its parts', () => {
    expect(written(parts, { FNAME: ' Ana Maria ', LNAME: 'Sousa' }, contact())).toEqual({
      contact: { name: 'Ana Maria Sousa' },
      reads: { FNAME: 'Ana', LNAME: 'Maria Sousa' },
    });
  });

  it('B4: keeps the part that is not carried', () => {
    expect(write(parts, { FNAME: 'Eva' }, known).records.contact).toEqual({ name: 'Eva Sousa' });
    expect(write(parts, { LNAME: 'Lima' }, known).records.contact).toEqual({ name: 'Ana Lima' });
  });

  it('B4: may be a last name alone', () => {
    expect(written(parts, { FNAME: '', LNAME: 'Sousa' }, contact())).toEqual({
      contact: { name: 'Sousa' },
      reads: { FNAME: 'Sousa', LNAME: '' },
    });
  });

  it('B4: is written to both fields of an Odoo that splits names', () => {
    expect(
      written(parts, { FNAME: 'Ana Maria', LNAME: 'Sousa' }, { ...contact(), splitNames: true }),
    ).toEqual({
      contact: { name: 'Ana Maria Sousa', first_name: 'Ana Maria', last_name: 'Sousa' },
      reads: { FNAME: 'Ana Maria', LNAME: 'Sousa' },
    });
  });

  it('B4: one part of a split name keeps the other', () => {
    const before = { name: 'Ana Maria Sousa', first_name: 'Ana Maria', last_name: 'Sousa' };
    expect(written(parts, { LNAME: '' }, { ...contact(before), splitNames: true })).toEqual({
      contact: { name: 'Ana Maria', first_name: 'Ana Maria', last_name: false },
      reads: { LNAME: '' },
    });
  });

  it('B4: as a whole it is written as it is', () => {
    expect(written(fullName, { NAME: 'Ana Maria Sousa' }, known)).toEqual({
      contact: { name: 'Ana Maria Sousa' },
      reads: { NAME: 'Ana Maria Sousa' },
    });
  });

  it('B6: is emptied with its last part', () => {
    expect(written(parts, { FNAME: '', LNAME: '' }, known)).toEqual({
      contact: { name: false },
      reads: { FNAME: '', LNAME: '' },
    });
  });

  it("B13: a customer's is never written", () => {
    expect(written(parts, { FNAME: 'Eva' }, customer({ name: 'Acme Ltd' }))).toEqual({});
  });

  it("B6: an emptied one reads as the customer's", () => {
    const before = both({ name: 'Ana' }, { name: 'Acme Ltd' });
    expect(write(parts, { FNAME: '', LNAME: '' }, before).reads).toEqual({ FNAME: 'Acme', LNAME: 'Ltd' });
  });
});
