import { consentHolderKey } from '../consent-holder.js';
import { textOf, type FieldValue, type FieldValues } from '../field-value.js';
import type { TagDelta } from '../tags.js';
import { writeAddress } from './convert/address.js';
import type { FieldMapping, OdooSource, NamePart } from './field-mapping.js';
import { readMapping, type MappablePerson } from './odoo-side.js';
import { readScalar, type OdooValues } from './odoo-field.js';
import { type MappableRecord, type MappingTools, nameParts } from './read-source.js';
import { toOdooScalar } from './to-odoo-scalar.js';
import { Unfit } from './unfit.js';
import { destinationOf, isWritable, lookupOf } from './writable.js';
import { carriable } from './carriable.js';
import { joinName, type NameParts } from '../person-name.js';

/** Values of MailChimp's in the form of Odoo's fields. */
export interface OdooWrites {
  /** By key of an object type. */
  records: Record<string, Record<string, unknown>>;
  /** Odoo tags that stand for interests and permissions. */
  tags: TagDelta;
  /** What Odoo will read back, by key. */
  reads: FieldValues;
  /** Why a value can't be written, by key, in whole words: `COUNTRY "XX" is unknown in Odoo`. */
  unfit: Map<string, string>;
}

export interface Destinations {
  person: MappablePerson;
  /** Records that are there or about to be made. */
  has: Readonly<Record<string, boolean>>;
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
    records: Object.fromEntries(Object.keys(to.has).map((key) => [key, {}])),
    tags: { add: [], remove: [] },
    reads: {},
    unfit: new Map(),
  };
  const names: FieldMapping[] = [];
  for (const mapping of mappings) {
    const value = carried[mapping.key];
    const destination = destinationOf(mapping, to.has);
    if (value === undefined || destination === null) continue;
    const fit = carriable(value);
    if (fit instanceof Unfit) writes.unfit.set(mapping.key, `${mapping.key} ${fit.reason}`);
    else if (destination.source.kind === 'name') names.push(mapping);
    else addWrite(writes, { mapping, value, ...destination }, to, tools);
  }
  const before = to.person[consentHolderKey]?.values ?? {};
  if (names.length > 0)
    add(writes, consentHolderKey, nameWrite(names, carried, { before, splitNames: to.splitNames }));
  for (const mapping of names) writes.reads[mapping.key] = readBack(mapping, personAfter(writes, to), tools);
  return writes;
}

interface Write {
  mapping: FieldMapping;
  value: FieldValue;
  on: string;
  source: OdooSource;
}

function addWrite(writes: OdooWrites, write: Write, to: Destinations, tools: MappingTools): void {
  const { mapping, value, on, source } = write;
  const { key } = mapping;
  if (source.kind === 'category') {
    writes.tags[value === true ? 'add' : 'remove'].push(source.name);
    writes.reads[key] = value;
    return;
  }
  const values = fieldWrite(write, to.person[on]?.values ?? {}, tools);
  if (values instanceof Unfit) {
    const shown = typeof value === 'object' ? '' : ` ${JSON.stringify(value)}`;
    writes.unfit.set(key, `${key}${shown} ${values.reason}`);
    return;
  }
  add(writes, on, values);
  // A value that was looked up reads back as it was given; any other goes through its conversion once more.
  const isLookedUp = lookupOf(source) !== null && value !== '';
  if (!isLookedUp) emptyLater(writes, write, to, tools);
  writes.reads[key] = isLookedUp ? value : readBack(mapping, personAfter(writes, to), tools);
}

function add({ records }: OdooWrites, key: string, values: Record<string, unknown>): void {
  records[key] = { ...records[key], ...values };
}

/** What is emptied on one record is emptied on those whose value would be read instead (B6). */
function emptyLater(writes: OdooWrites, write: Write, to: Destinations, tools: MappingTools): void {
  const { mapping, value, on } = write;
  const keys = Object.keys(mapping.sources);
  for (const key of keys.slice(keys.indexOf(on) + 1)) {
    const source = mapping.sources[key] ?? null;
    if (source === null || !isWritable(source)) continue;
    if (readMapping(mapping, personAfter(writes, to), tools).from[0] !== key) continue;
    const values = fieldWrite({ mapping, value, source }, to.person[key]?.values ?? {}, tools);
    if (!(values instanceof Unfit)) add(writes, key, values);
  }
}

function fieldWrite(
  { mapping, value, source }: Omit<Write, 'on'>,
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
  const scalar = toOdooScalar(field, value, {
    target,
    current: readScalar(field, current),
    timezone: tools.timezone,
  });
  return scalar instanceof Unfit ? scalar : { [field.name]: scalar ?? false };
}

function readBack(mapping: FieldMapping, person: MappablePerson, tools: MappingTools): FieldValue {
  const { value, raw } = readMapping(mapping, person, tools);
  return value instanceof Unfit ? raw : value;
}

/** The person as Odoo will hold them. */
function personAfter({ records }: OdooWrites, { person, has }: Destinations): MappablePerson {
  return Object.fromEntries(
    Object.entries(has).map(([key, isThere]) => [
      key,
      isThere ? after(person[key] ?? null, records[key] ?? {}) : null,
    ]),
  );
}

function after(record: MappableRecord | null, written: OdooValues): MappableRecord {
  const { values, address, tags } = record ?? { values: {}, address: null, tags: [] };
  return { values: { ...values, ...written }, address, tags };
}

/**
 * The name of a mailing contact from all of its parts together: one that isn't carried stays what it is in Odoo.
 * @param splitNames Odoo keeps first and last name apart
 */
function nameWrite(
  names: readonly FieldMapping[],
  carried: FieldValues,
  { before, splitNames }: { before: OdooValues; splitNames: boolean },
): Record<string, unknown> {
  const given = new Map(names.map((name) => [partOf(name), textOf(carried[name.key]).trim()]));
  const full = given.get('full');
  const parts = { ...nameParts(before), ...pick(given, 'first'), ...pick(given, 'last') };
  const name = (full ?? joinName(parts)) || false;
  if (!splitNames || full !== undefined) return { name };
  return { name, first_name: parts.first || false, last_name: parts.last || false };
}

function partOf({ sources }: FieldMapping): NamePart {
  const source = sources[consentHolderKey];
  return source?.kind === 'name' ? source.part : 'full';
}

function pick(given: ReadonlyMap<NamePart, string>, part: 'first' | 'last'): Partial<NameParts> {
  const text = given.get(part);
  return text === undefined ? {} : { [part]: text };
}
