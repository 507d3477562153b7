import { describe, expect, it } from '@jest/globals';
import { openDatabase } from '../../src/small-odoo/small-odoo.js';
import { Environment } from '../../src/small-odoo/environment.js';
import { search } from '../../src/small-odoo/search.js';

function people(): Environment {
  const call = { uid: 2, groups: null, context: {}, stamp: '2024-05-01 10:00:00.500000' };
  const env = new Environment(openDatabase(19), call);
  const [vip = 0] = env.create('res.partner.category', [{ name: 'VIP' }]);
  const [be = 0] = env.create('res.country', [{ name: 'Belgium', code: 'BE' }]);
  env.create('res.partner', [
    { name: 'Ada', email: 'Ada <ADA@example.com>', city: 'London', category_id: [[6, 0, [vip]]] },
    { name: 'Bob', email: 'bob@example.com', country_id: be },
    { name: 'Cy_', city: 'Lyon', is_company: true },
    { name: 'Old', active: false },
  ]);
  return env;
}

describe('a domain of the small Odoo', () => {
  it.each([
    ['everything', [], 'Ada Bob Cy_'],
    ['equal', [['name', '=', 'Ada']], 'Ada'],
    ['unequal counts empty values in', [['city', '!=', 'Lyon']], 'Ada Bob'],
    ['empty', [['city', '=', false]], 'Bob'],
    ['not empty', [['city', '!=', false]], 'Ada Cy_'],
    ['in', [['name', 'in', ['Ada', 'Bob', 'Zed']]], 'Ada Bob'],
    ['in with false means empty as well', [['city', 'in', ['London', false]]], 'Ada Bob'],
    ['not in', [['name', 'not in', ['Ada']]], 'Bob Cy_'],
    ['like', [['name', 'like', 'da']], 'Ada'],
    ['ilike', [['name', 'ilike', 'AD']], 'Ada'],
    ['like with a wildcard', [['city', 'like', 'L_on']], 'Cy_'],
    ['=ilike', [['name', '=ilike', 'b%']], 'Bob'],
    [
      'comparison',
      [
        ['name', '>', 'Ada'],
        ['name', '<=', 'Bob'],
      ],
      'Bob',
    ],
    [
      'a stamp with a fraction is later than its whole second',
      [['write_date', '>', '2024-05-01 10:00:00']],
      'Ada Bob Cy_',
    ],
    ['or', ['|', ['name', '=', 'Ada'], ['name', '=', 'Bob']], 'Ada Bob'],
    ['not', ['!', ['name', '=', 'Ada']], 'Bob Cy_'],
    ['not of a conjunction', ['!', '&', ['name', '=', 'Ada'], ['city', '=', 'London']], 'Bob Cy_'],
    ['nested', ['&', '|', ['name', '=', 'Ada'], ['name', '=', 'Bob'], ['city', '=', false]], 'Bob'],
    ['a path through a many2many', [['category_id.name', '=', 'VIP']], 'Ada'],
    ['a path through a many2one', [['country_id.code', '=', 'BE']], 'Bob'],
    ['a relation by its name', [['country_id', '=', 'Belgium']], 'Bob'],
    ['an empty relation', [['category_id', '=', false]], 'Bob Cy_'],
    ['archived ones when they are asked for', [['active', '=', false]], 'Old'],
    ['true and false leaves', ['|', [0, '=', 1], [1, '=', 1]], 'Ada Bob Cy_'],
    ['computed fields', [['email_normalized', '=', 'ada@example.com']], 'Ada'],
  ])('%s', (_title, domain, names) => {
    const found = search(people(), 'res.partner', domain, { order: 'name' });

    expect(found.map((row) => row.name).join(' ')).toBe(names);
  });

  it.each([
    ['an unknown field', [['nope', '=', 1]]],
    ['an unknown operator', [['name', 'is', 1]]],
    ['an operator without its terms', ['&', ['name', '=', 'Ada']]],
    ['a path through a field that is no relation', [['name.code', '=', 1]]],
  ])('%s is refused', (_title, domain) => {
    expect(() => search(people(), 'res.partner', domain)).toThrow(/Invalid/);
  });
});
