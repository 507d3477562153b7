import { describe, expect, it } from '@jest/globals';
import { resolvePlace } from '../../../src/sync/mapping/resolve-place.js';
import { fieldsOf } from './build-schemas.js';

const onContact = (path: string) => resolvePlace({ path }, 'mailing.contact', fieldsOf);
const onCustomer = (path: string) => resolvePlace({ path }, 'res.partner', fieldsOf);

async function stepsOf(path: string): Promise<string[]> {
  const found = await onCustomer(path);
  if (!('source' in found) || found.source.kind !== 'path') throw new Error(JSON.stringify(found));
  return found.source.path.map(({ name }) => name);
}

describe('resolvePlace', () => {
  it.each([
    ['name', { kind: 'name', part: 'full' }],
    ['name.first', { kind: 'name', part: 'first' }],
    ['name.last', { kind: 'name', part: 'last' }],
    ['email', { kind: 'email' }],
  ])('B4: %s has a meaning of its own', async (path, source) => {
    expect(await onContact(path)).toEqual({ source });
    expect(await onCustomer(path)).toEqual({ source });
  });

  it('B4: a constant and a category need no field', async () => {
    expect(await resolvePlace({ constant: 'Odoo' }, 'mailing.contact', fieldsOf)).toEqual({
      source: { kind: 'constant', value: 'Odoo' },
    });
    expect(await resolvePlace({ category: 'Events' }, 'res.partner', fieldsOf)).toEqual({
      source: { kind: 'category', name: 'Events' },
    });
  });

  it.each([
    ['phone', ['phone']],
    ['country_id', ['country_id']],
    ['country_id.code', ['country_id', 'code']],
    ['state_id.country_id.code', ['state_id', 'country_id', 'code']],
  ])('B4: %s leads through %j', async (path, steps) => {
    expect(await stepsOf(path)).toEqual(steps);
  });

  it('B5: an address is on the model that has all of its fields', async () => {
    expect(await onCustomer('address')).toEqual({ source: { kind: 'address' } });
    expect(await onContact('address')).toEqual({ missing: 'mailing.contact has no address' });
  });

  it('B4: a field only the other model may have is missing, with the nearest name', async () => {
    expect(await onContact('phone')).toEqual({
      missing: 'mailing.contact has no field phone',
    });
    expect(await onCustomer('fone')).toEqual({
      missing: 'res.partner has no field fone; did you mean phone?',
    });
  });

  it.each([
    ['country_id.cod', 'res.country has no field cod; did you mean code?'],
    ['phone.code', 'phone.code: phone of res.partner leads to no other record'],
    ['category_id.name', 'category_id.name: category_id of res.partner leads to no other record'],
    ['category_id', 'category_id is a many2many field, which no merge field can hold'],
    ['comment', 'comment is a html field, which no merge field can hold'],
  ])('B4: %s is a problem on either model', async (path, problem) => {
    expect(await onCustomer(path)).toEqual({ problem });
  });
});
