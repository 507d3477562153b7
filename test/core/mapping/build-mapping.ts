import type { FieldMapping, MergeTarget, OdooSource } from '../../../src/core/mapping/field-mapping.js';
import type { OdooField, OdooValues } from '../../../src/core/mapping/odoo-field.js';
import { placesOf, type Country, type State } from '../../../src/core/mapping/places.js';
import type { MappableRecord, MappingTools } from '../../../src/core/mapping/read-source.js';
import type { Related } from '../../../src/core/mapping/related.js';
import { openTimezone } from '../../../src/core/mapping/timezone.js';

type MergeFieldTarget = Extract<MergeTarget, { kind: 'merge_field' }>;

/** A merge field of this type, with nothing special about it. */
export function aTarget(type = 'text', more: Partial<MergeFieldTarget> = {}): MergeFieldTarget {
  const plain = { choices: [], required: false, dateFormat: null, textFormat: null, phoneFormat: null };
  return { kind: 'merge_field', tag: 'FIELD', type, ...plain, ...more };
}

export const anInterest: MergeTarget = { kind: 'interest', id: 'news' };

/** A field of Odoo that can be written; a many2one leads to countries. */
export function aField(type = 'char', more: Partial<OdooField> = {}): OdooField {
  const relation = type === 'many2one' ? 'res.country' : null;
  return { name: 'x_field', type, relation, selection: [], readonly: false, ...more };
}

export function aPath(...path: readonly OdooField[]): OdooSource {
  return { kind: 'path', path };
}

/** A text field on contact and customer alike, under its merge tag. */
export function aMapping({ contact, customer, ...more }: Partial<FieldMapping> & Places = {}): FieldMapping {
  const target = more.target ?? aTarget();
  const key = target.kind === 'merge_field' ? target.tag : `${target.kind}:${target.id}`;
  const both = { contact: aPath(aField()), customer: aPath(aField()) };
  const sources = on({ sources: both }, { contact, customer }).sources;
  return { key, target, owner: 'newest', blank: 'keep', sources, ...more };
}

interface Places {
  contact?: OdooSource | null | undefined;
  customer?: OdooSource | null | undefined;
}

/** The mapping with another place for contacts or customers. */
export function on<Mapping extends Pick<FieldMapping, 'sources'>>(mapping: Mapping, places: Places): Mapping {
  const told = Object.entries(places).filter(([, source]) => source !== undefined);
  return { ...mapping, sources: { ...mapping.sources, ...Object.fromEntries(told) } };
}

const onContact = (part: 'first' | 'last' | 'full', tag: string): FieldMapping => {
  const name: OdooSource = { kind: 'name', part };
  return aMapping({ target: aTarget('text', { tag }), contact: name, customer: name });
};

export const firstName = onContact('first', 'FNAME');
export const lastName = onContact('last', 'LNAME');
export const fullName = onContact('full', 'NAME');

export function aRecord(values: OdooValues, more: Partial<MappableRecord> = {}): MappableRecord {
  return { values, address: null, tags: [], ...more };
}

export const usa: Country = { id: 1, code: 'US' };
export const spain: Country = { id: 2, code: 'ES' };
/** Has no states. */
export const luxembourg: Country = { id: 3, code: 'LU' };

export const countries = [usa, spain, luxembourg];

export const california: State = { id: 11, code: 'CA', name: 'California', countryId: usa.id };
export const barcelona: State = { id: 21, code: 'B', name: 'Barcelona', countryId: spain.id };

const places = placesOf(countries, [california, barcelona], undefined);

const countryNames = new Map([
  [usa.id, 'United States'],
  [spain.id, 'Spain'],
  [luxembourg.id, 'Luxembourg'],
]);

/** Knows the countries, by name and by code. */
const related: Related = {
  get: (model, id) => {
    const country = model === 'res.country' ? countries.find((one) => one.id === id) : undefined;
    return country === undefined ? undefined : { code: country.code, name: countryNames.get(id) };
  },
  find: (model, field, value) => {
    if (model !== 'res.country') return undefined;
    const text = ({ id, code }: Country) => (field === 'code' ? code : countryNames.get(id));
    return countries.find((country) => text(country) === value)?.id;
  },
};

export const tools: MappingTools = { related, places, timezone: openTimezone('UTC') };
