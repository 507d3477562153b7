import { describe, expect, it } from '@jest/globals';
import { placesOf } from '../../../src/core/mapping/places.js';
import { barcelona, california, countries, luxembourg, spain, usa } from './build-mapping.js';

const states = [california, barcelona];
const places = placesOf(countries, states, undefined);

describe('placesOf', () => {
  it('B5: finds a country by its code without case', () => {
    expect(places.countryByCode('es')).toEqual(spain);
    expect(places.countryByCode('')).toBeUndefined();
  });

  it('B5: finds a state by code or name within its country', () => {
    expect(places.findState(usa.id, 'ca')).toEqual(california);
    expect(places.findState(spain.id, ' BARCELONA ')).toEqual(barcelona);
    expect(places.findState(spain.id, 'ca')).toBeUndefined();
  });

  it('B5: the code counts where it is the name of another state', () => {
    const named = { id: 12, code: '09', name: 'CA', countryId: usa.id };
    expect(placesOf(countries, [california, named], undefined).findState(usa.id, 'CA')).toEqual(california);
  });

  it('B5: by default the countries that have no states in Odoo need none', () => {
    expect([usa, spain, luxembourg].map(places.hasStates)).toEqual([true, true, false]);
  });

  it('B5: a list of countries without states takes the place of that', () => {
    const listed = placesOf(countries, states, ['US']);
    expect([usa, spain, luxembourg].map(listed.hasStates)).toEqual([false, true, false]);
  });
});
