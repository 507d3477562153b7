import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Address } from '../../../../src/core/field-value.js';
import { readAddress, writeAddress } from '../../../../src/core/mapping/convert/address.js';
import type { OdooValues } from '../../../../src/core/mapping/odoo-field.js';
import { placesOf } from '../../../../src/core/mapping/places.js';
import { Unfit } from '../../../../src/core/mapping/unfit.js';
import { barcelona, california, countries, luxembourg, spain, tools, usa } from '../build-mapping.js';

const places = tools.places ?? placesOf([], [], undefined);

const inOdoo = (more: OdooValues = {}): OdooValues => ({
  street: '1 Market St',
  street2: false,
  city: 'San Francisco',
  zip: '94105',
  state_id: [california.id, 'California (US)'],
  country_id: [usa.id, 'United States'],
  ...more,
});

const inMailchimp = (more: Record<string, string> = {}): Address => ({
  addr1: '1 Market St',
  addr2: '',
  city: 'San Francisco',
  state: 'CA',
  zip: '94105',
  country: 'US',
  ...more,
});

const empty = { street: false, street2: false, city: false, zip: false, state_id: false, country_id: false };

describe('readAddress', () => {
  it('B5: is whole with street, city, state, ZIP and country', () => {
    expect(readAddress(inOdoo(), places)).toEqual(inMailchimp());
  });

  it('B5: has a second street when there is one', () => {
    expect(readAddress(inOdoo({ street2: ' Floor 2 ' }), places)).toEqual(inMailchimp({ addr2: 'Floor 2' }));
  });

  it('B5: names a state whose code means nothing outside Odoo', () => {
    const values = inOdoo({ state_id: [barcelona.id, 'Barcelona (ES)'], country_id: [spain.id, 'Spain'] });
    expect(readAddress(values, places)).toMatchObject({ state: 'Barcelona', country: 'ES' });
  });

  it('B5: the city stands in for the state of a country that has none', () => {
    const values = inOdoo({
      city: 'Esch',
      zip: '4010',
      state_id: false,
      country_id: [luxembourg.id, 'Luxembourg'],
    });
    expect(readAddress(values, places)).toMatchObject({ city: 'Esch', state: 'Esch', country: 'LU' });
  });

  it('B5: a country listed as one without states needs none', () => {
    const listed = placesOf(countries, [california], ['US']);
    expect(readAddress(inOdoo({ state_id: false }), listed)).toMatchObject({ state: 'San Francisco' });
  });

  it.each([
    ['street', { street: false }],
    ['street', { street: '  ' }],
    ['city', { city: false }],
    ['ZIP', { zip: '' }],
    ['state', { state_id: false }],
    ['state', { state_id: [barcelona.id, 'Barcelona (ES)'] }],
    ['country', { country_id: false }],
    ['street, city, ZIP, state', { ...empty, country_id: [usa.id, 'United States'] }],
  ])('B5: half an address is none: no %s', (what, values) => {
    expect(readAddress(inOdoo(values), places)).toEqual(new Unfit(`is incomplete: no ${what}`));
  });

  it('B5: is empty when nothing of it is there', () => {
    expect(readAddress(empty, places)).toBe('');
    expect(readAddress({}, places)).toBe('');
  });
});

describe('writeAddress', () => {
  const written = {
    street: '1 Market St',
    street2: false,
    city: 'San Francisco',
    zip: '94105',
    state_id: california.id,
    country_id: usa.id,
  };

  it.each(['CA', 'ca', 'California', ' california '])('B5: finds the state %j', (state) => {
    expect(writeAddress(inMailchimp({ state }), places)).toEqual(written);
  });

  it('B5: finds the country without case', () => {
    expect(writeAddress(inMailchimp({ country: 'us' }), places)).toEqual(written);
  });

  it('B5: leaves a state Odoo does not know empty', () => {
    expect(writeAddress(inMailchimp({ state: 'Catalonia' }), places)).toEqual({
      ...written,
      state_id: false,
    });
  });

  it('B5: a state of another country is not taken', () => {
    expect(writeAddress(inMailchimp({ state: 'Barcelona' }), places)).toMatchObject({ state_id: false });
  });

  it('B5: a country without states gets none', () => {
    const address = inMailchimp({ city: 'Esch', state: 'Esch', country: 'LU' });
    expect(writeAddress(address, places)).toMatchObject({
      city: 'Esch',
      state_id: false,
      country_id: luxembourg.id,
    });
  });

  it.each([
    ['XX', 'names a country Odoo does not know: XX'],
    ['', 'names no country'],
  ])('B5: the country %j has no form in Odoo', (country, reason) => {
    expect(writeAddress(inMailchimp({ country }), places)).toEqual(new Unfit(reason));
  });

  it('B6: an empty one empties every part', () => {
    expect(writeAddress('', places)).toEqual(empty);
  });

  it('B5: a whole address survives the way to Odoo and back', () => {
    const part = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() === text);
    const place = fc.constantFrom(
      { state: 'CA', country: 'US' },
      { state: 'Barcelona', country: 'ES' },
      { state: null, country: 'LU' },
    );
    const addr2 = fc.oneof(fc.constant(''), part);
    fc.assert(
      fc.property(part, addr2, part, part, place, (addr1, second, city, zip, { state, country }) => {
        const address = { addr1, addr2: second, city, state: state ?? city, zip, country };

        const values = writeAddress(address, places) as OdooValues;

        expect(readAddress(values, places)).toEqual(address);
      }),
    );
  });
});
