import type { Database } from './database.js';
import { Environment } from './environment.js';
import type { Values } from './model-definition.js';
import type { Account } from './rpc-service.js';

const countries: readonly (readonly [
  code: string,
  name: string,
  states: readonly (readonly [string, string])[],
])[] = [
  ['AT', 'Austria', []],
  ['BE', 'Belgium', []],
  [
    'CA',
    'Canada',
    [
      ['ON', 'Ontario'],
      ['QC', 'Quebec'],
    ],
  ],
  ['CH', 'Switzerland', []],
  ['DE', 'Germany', []],
  [
    'ES',
    'Spain',
    [
      ['B', 'Barcelona'],
      ['M', 'Madrid'],
    ],
  ],
  ['FR', 'France', []],
  ['GB', 'United Kingdom', []],
  [
    'IN',
    'India',
    [
      ['GJ', 'Gujarat'],
      ['MH', 'Maharashtra'],
    ],
  ],
  [
    'IT',
    'Italy',
    [
      ['MI', 'Milano'],
      ['RM', 'Roma'],
    ],
  ],
  ['NL', 'Netherlands', []],
  [
    'US',
    'United States',
    [
      ['CA', 'California'],
      ['NY', 'New York'],
      ['TX', 'Texas'],
    ],
  ],
];

/** What a fresh Odoo has: a few countries and states, one company, its users. */
export function seed(database: Database, accounts: readonly Account[]): Database {
  const call = { uid: 1, allRights: true, context: {}, stamp: '2020-01-01 00:00:00.000000' };
  const env = new Environment(database, call);
  const put = (model: string, values: Values): number => env.insert(model, values);
  for (const [code, name, states] of countries) {
    const country = put('res.country', { code, name });
    for (const [stateCode, stateName] of states)
      put('res.country.state', { code: stateCode, name: stateName, country_id: country });
  }
  put('res.company', { name: 'My Company' });
  put('res.users', { name: 'OdooBot', login: '__system__', active: false });
  for (const { login } of accounts) put('res.users', { name: login, login });
  return database;
}
