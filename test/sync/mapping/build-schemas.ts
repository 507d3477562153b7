import type { OdooField, OdooFields } from '../../../src/core/mapping/odoo-field.js';
import type { MergeField } from '../../../src/mailchimp/merge-field.js';
import type { MappingEntry } from '../../../src/sync/mapping/mapping-entries.js';
import type { FieldsOf } from '../../../src/sync/mapping/resolve-place.js';
import { aField } from '../../core/mapping/build-mapping.js';

const char = (...names: string[]) => names.map((name) => aField('char', { name }));
const country = aField('many2one', { name: 'country_id' });
const state = aField('many2one', { name: 'state_id', relation: 'res.country.state' });

const models: Readonly<Record<string, OdooField[]>> = {
  'mailing.contact': [...char('name', 'email', 'company_name', 'x_name'), country],
  'res.partner': [
    ...char('name', 'email', 'phone', 'street', 'street2', 'city', 'zip'),
    aField('char', { name: 'email_normalized', readonly: true }),
    aField('boolean', { name: 'x_news' }),
    aField('date', { name: 'x_birthday' }),
    aField('integer', { name: 'color' }),
    aField('many2many', { name: 'category_id', relation: 'res.partner.category' }),
    aField('html', { name: 'comment' }),
    country,
    state,
  ],
  'res.country': [...char('name', 'code'), aField('integer', { name: 'phone_code' })],
  'res.country.state': [...char('name', 'code'), country],
};

/** A small Odoo: contacts with a company and a country, customers with an address and more. */
export const fieldsOf: FieldsOf = (model) => {
  const fields: OdooFields = new Map((models[model] ?? []).map((field) => [field.name, field]));
  return Promise.resolve(fields);
};

export function aMergeField(tag: string, more: Partial<MergeField> = {}): MergeField {
  const plain = { required: false, defaultValue: '', choices: [], dateFormat: null, phoneFormat: null };
  return { merge_id: 1, tag, name: tag, type: 'text', ...plain, ...more };
}

export function anEntry(name: string, more: Partial<MappingEntry> = {}): MappingEntry {
  const place = { path: 'phone' };
  const common = { key: name, kind: 'merge_field', owner: 'newest', blank: 'keep' } as const;
  return { name, ...common, places: { contact: place, customer: place }, ...more };
}
