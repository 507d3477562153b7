import type { Address, FieldValue } from '../../field-value.js';
import type { OdooValues } from '../odoo-field.js';
import type { Country, Places, State } from '../places.js';
import { Unfit } from '../unfit.js';

/** The fields an address is made of, on the customer. */
export const addressFields = ['street', 'street2', 'city', 'zip', 'state_id', 'country_id'] as const;

/** What MailChimp wants of an address, in the words of Odoo's forms. */
const needed = { addr1: 'street', city: 'city', zip: 'ZIP', state: 'state', country: 'country' } as const;

/**
 * The address of a record when it is whole: MailChimp takes no half one (B5); `''` when nothing of it is there. Where a
 * country has no states the city stands in for it, since MailChimp wants something there.
 */
export function readAddress(values: OdooValues, places: Places): Address | '' | Unfit {
  if (addressFields.every((field) => isEmpty(values[field]))) return '';
  const country = places.countryById(idOf(values.country_id));
  const [city, state] = [text(values.city), places.stateById(idOf(values.state_id))];
  const address = {
    addr1: text(values.street),
    addr2: text(values.street2),
    city,
    // Without a country nobody knows whether there should be one.
    state: country === undefined ? 'unknown' : (stateText(state, country, places) ?? city),
    zip: text(values.zip),
    country: country?.code ?? '',
  };
  const missing = Object.entries(needed).filter(([part]) => address[part as keyof typeof needed] === '');
  if (missing.length === 0) return address;
  return new Unfit(`is incomplete: no ${missing.map(([, words]) => words).join(', ')}`);
}

/** Empty when one is missing, null when the country has none. */
function stateText(state: State | undefined, country: Country, places: Places): string | null {
  if (!places.hasStates(country)) return null;
  if (state?.countryId !== country.id) return '';
  // A code of letters is what people write in an address (CA, NSW); others mean nothing outside Odoo.
  return /^[A-Z]{2,3}$/u.test(state.code) ? state.code : state.name;
}

/** The values to write for an address; a state Odoo doesn't know is left empty. */
export function writeAddress(value: FieldValue, places: Places): Record<string, unknown> | Unfit {
  if (typeof value !== 'object') return Object.fromEntries(addressFields.map((field) => [field, false]));
  const code = value.country ?? '';
  const country = places.countryByCode(code);
  if (country === undefined)
    return new Unfit(code === '' ? 'names no country' : `names a country Odoo does not know: ${code}`);
  const state = places.hasStates(country) ? places.findState(country.id, value.state ?? '') : undefined;
  const part = (name: string): string | false => value[name] || false;
  return {
    street: part('addr1'),
    street2: part('addr2'),
    city: part('city'),
    zip: part('zip'),
    state_id: state?.id ?? false,
    country_id: country.id,
  };
}

const text = (raw: unknown): string => (typeof raw === 'string' ? raw.trim() : '');

const isEmpty = (raw: unknown): boolean => text(raw) === '' && idOf(raw) === 0;

/** As read (`[id, name]`) or as written (`id`). */
function idOf(raw: unknown): number {
  const id: unknown = Array.isArray(raw) ? raw[0] : raw;
  return typeof id === 'number' ? id : 0;
}
