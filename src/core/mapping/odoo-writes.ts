import { textOf, type FieldValue, type FieldValues } from '../field-value.js';
import { joinName, type NameParts } from '../person-name.js';
import type { TagDelta } from '../tags.js';
import { writeAddress } from './convert/address.js';
import type { FieldMapping, NamePart, OdooSource } from './field-mapping.js';
import type { MappablePerson } from './odoo-side.js';
import { readScalar, type OdooValues } from './odoo-field.js';
import { nameParts, readSource, type MappableRecord, type MappingTools } from './read-source.js';
import { toOdooScalar } from './to-odoo-scalar.js';
import { Unfit } from './unfit.js';
import { destinationOf, lookupOf } from './writable.js';

/** Values of MailChimp's in the form of Odoo's fields. */
export interface OdooWrites {
  contact: Record<string, unknown>;
  customer: Record<string, unknown>;
  /** Odoo tags that stand for interests and permissions. */
  tags: TagDelta;
  /** What Odoo will read back, by key. */
  reads: FieldValues;
  /** Why a value can't be written, by key. */
  unfit: Map<string, string>;
}

export interface Destinations {
  person: MappablePerson;
  /** Records that are there or about to be made. */
  has: { contact: boolean; customer: boolean };
  /** Odoo keeps first and last name apart. */
  splitNames: boolean;
}

/** What to write in Odoo so that it holds these values (B4, B9). */
export function odooWrites(
  mappings: readonly FieldMapping[],
  carried: FieldValues,
  to: Destinations,
  tools: MappingTools,
): OdooWrites {
  const writes: OdooWrites = {
    contact: {},
    customer: {},
    tags: { add: [], remove: [] },
    reads: {},
    unfit: new Map(),
  };
  const names: FieldMapping[] = [];
  for (const mapping of mappings) {
    const value = carried[mapping.key];
    const destination = destinationOf(mapping, to.has);
    if (value === undefined || destination === null) continue;
    if (destination.source.kind === 'name') names.push(mapping);
    else addWrite(writes, { mapping, value, ...destination }, to.person, tools);
  }
  if (names.length > 0) addName(writes, names, carried, to);
  return writes;
}

interface Write {
  mapping: FieldMapping;
  value: FieldValue;
  on: 'contact' | 'customer';
  source: OdooSource;
}

function addWrite(writes: OdooWrites, write: Write, person: MappablePerson, tools: MappingTools): void {
  const { mapping, value, on, source } = write;
  if (source.kind === 'category') {
    writes.tags[value === true ? 'add' : 'remove'].push(source.name);
    writes.reads[mapping.key] = value;
    return;
  }
  const values = fieldWrite(write, person[on]?.values ?? {}, tools);
  if (values instanceof Unfit) {
    writes.unfit.set(mapping.key, values.reason);
    return;
  }
  Object.assign(writes[on], values);
  writes.reads[mapping.key] = readBack(write, { ...person[on]?.values, ...values }, tools);
}

function fieldWrite(
  { mapping, value, source }: Write,
  current: OdooValues,
  tools: MappingTools,
): Record<string, unknown> | Unfit {
  if (source.kind === 'address')
    return tools.places === null
      ? new Unfit('has no countries to look in')
      : writeAddress(value, tools.places);
  const lookup = lookupOf(source);
  if (lookup !== null) {
    if (value === '') return { [lookup.field.name]: false };
    const id = tools.related.find(lookup.model, lookup.by, textOf(value));
    return id === undefined ? new Unfit(`is unknown in Odoo (${lookup.model})`) : { [lookup.field.name]: id };
  }
  const field = source.kind === 'path' ? source.path[0] : undefined;
  if (field === undefined) return {};
  const { target } = mapping;
  const scalar = toOdooScalar(field, value, { target, current: readScalar(field, current) });
  return scalar instanceof Unfit ? scalar : { [field.name]: scalar ?? false };
}

/** A value that was looked up reads back as it was given; any other goes through its conversion once more. */
function readBack({ mapping, value, source }: Write, values: OdooValues, tools: MappingTools): FieldValue {
  if (lookupOf(source) !== null) return value;
  const record: MappableRecord = { values, address: null, tags: [] };
  const { value: read, raw } = readSource(source, mapping.target, record, tools);
  return read instanceof Unfit ? raw : read;
}

/** All parts together: one that isn't carried stays what it is in Odoo. */
function addName(
  writes: OdooWrites,
  names: readonly FieldMapping[],
  carried: FieldValues,
  { person, splitNames }: Destinations,
): void {
  const before = person.contact?.values ?? {};
  const given = new Map(names.map(({ key, contact }) => [partOf(contact), textOf(carried[key]).trim()]));
  const full = given.get('full');
  const parts = { ...nameParts(before), ...pick(given, 'first'), ...pick(given, 'last') };
  const name = (full ?? joinName(parts)) || false;
  Object.assign(writes.contact, { name });
  if (splitNames && full === undefined)
    Object.assign(writes.contact, { first_name: parts.first || false, last_name: parts.last || false });
  const after = { ...nameParts(writes.contact), full: name || '' };
  for (const { key, contact } of names) writes.reads[key] = after[partOf(contact)];
}

function partOf(source: OdooSource | null): NamePart {
  return source?.kind === 'name' ? source.part : 'full';
}

function pick(given: ReadonlyMap<NamePart, string>, part: 'first' | 'last'): Partial<NameParts> {
  const text = given.get(part);
  return text === undefined ? {} : { [part]: text };
}
