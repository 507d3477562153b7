import { z } from 'zod';
import { placesOf, type Country, type Places, type State } from '../../core/mapping/places.js';
import { char, many2one } from './field-types.js';
import { searchRead } from './search-read.js';
import type { OdooTransport } from '../transport/odoo-transport.js';

const countryRow = z
  .object({ id: z.number(), code: char })
  .transform(({ id, code }): Country => ({ id, code: code ?? '' }));

const stateRow = z
  .object({ id: z.number(), code: char, name: char, country_id: many2one })
  .transform((row): State => {
    return { id: row.id, code: row.code ?? '', name: row.name ?? '', countryId: row.country_id ?? 0 };
  });

/** All of Odoo's countries and states, in two calls: some two thousand rows. */
export async function readPlaces(
  odoo: OdooTransport,
  withoutStates: readonly string[] | undefined,
): Promise<Places> {
  const [countries, states] = await Promise.all([
    searchRead(odoo, { model: 'res.country', domain: [], fields: ['code'], row: countryRow }),
    searchRead(odoo, {
      model: 'res.country.state',
      domain: [],
      fields: ['code', 'name', 'country_id'],
      row: stateRow,
    }),
  ]);
  return placesOf(countries, states, withoutStates);
}
