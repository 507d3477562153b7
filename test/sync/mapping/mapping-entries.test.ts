import { describe, expect, it } from '@jest/globals';
import { mappedNames, mappingEntries } from '../../../src/sync/mapping/mapping-entries.js';
import { audienceOf } from '../../config/an-account.js';

function fieldEntry(value: string) {
  const [entry] = mappingEntries(audienceOf(`    merge_fields:\n      FIELD: ${value}\n`));
  return entry;
}

function interestEntry(value: string) {
  const [entry] = mappingEntries(audienceOf(`    merge_fields: {}\n    interests:\n      news: ${value}\n`));
  return entry;
}

describe('mappingEntries', () => {
  it.each([
    [
      'phone',
      { places: { contact: { path: 'phone' }, customer: { path: 'phone' } }, owner: 'newest', blank: 'keep' },
    ],
    [
      '{ field: phone }',
      { places: { contact: { path: 'phone' }, customer: { path: 'phone' } }, owner: 'newest', blank: 'keep' },
    ],
    [
      '{ field: phone, owner: odoo, blank: clear }',
      { places: { contact: { path: 'phone' }, customer: { path: 'phone' } }, owner: 'odoo', blank: 'clear' },
    ],
    [
      '{ contact: company_name, customer: parent_id.name }',
      {
        places: { contact: { path: 'company_name' }, customer: { path: 'parent_id.name' } },
        owner: 'newest',
        blank: 'keep',
      },
    ],
    [
      '{ field: phone, contact: x_phone }',
      {
        places: { contact: { path: 'x_phone' }, customer: { path: 'phone' } },
        owner: 'newest',
        blank: 'keep',
      },
    ],
    [
      '{ customer: phone, owner: mailchimp }',
      { places: { contact: null, customer: { path: 'phone' } }, owner: 'mailchimp', blank: 'keep' },
    ],
    [
      '{ field: x_birthday, format: DD/MM }',
      {
        places: { contact: { path: 'x_birthday' }, customer: { path: 'x_birthday' } },
        ...{ owner: 'newest', blank: 'keep', format: 'DD/MM' },
      },
    ],
    [
      '{ constant: Odoo }',
      {
        places: { contact: { constant: 'Odoo' }, customer: { constant: 'Odoo' } },
        owner: 'odoo',
        blank: 'keep',
      },
    ],
  ])('B4: a merge field mapped to %s', (value, entry) => {
    const places = expect.objectContaining(entry.places);
    const named = { key: 'FIELD', kind: 'merge_field', name: 'FIELD' };
    expect(fieldEntry(value)).toEqual({ ...named, ...entry, places });
  });

  it.each([
    ['x_news', { places: { contact: { path: 'x_news' }, customer: { path: 'x_news' } } }],
    ['{ contact: x_news }', { places: { contact: { path: 'x_news' }, customer: null } }],
    [
      '{ contact: x_news, customer: x_wants }',
      { places: { contact: { path: 'x_news' }, customer: { path: 'x_wants' } } },
    ],
    [
      '{ category: Events }',
      { places: { contact: { category: 'Events' }, customer: { category: 'Events' } } },
    ],
  ])('B4: an interest mapped to %s', (value, places) => {
    const entry = { key: 'interest:news', kind: 'interest', name: 'news', owner: 'newest', blank: 'keep' };
    expect(interestEntry(value)).toEqual({ ...entry, places: expect.objectContaining(places.places) });
  });

  it('B4: has an entry for every line, permissions too', () => {
    const audience = audienceOf(`    interests: { news: x_news }
    marketing_permissions: { mail: x_mail }
`);
    expect(mappingEntries(audience).map(({ key, kind }) => [kind, key])).toEqual([
      ['merge_field', 'FNAME'],
      ['merge_field', 'LNAME'],
      ['interest', 'interest:news'],
      ['permission', 'permission:mail'],
    ]);
    expect(mappedNames(audience)).toEqual({
      mergeTags: ['FNAME', 'LNAME'],
      interestIds: ['news'],
      permissionIds: ['mail'],
    });
  });
});
