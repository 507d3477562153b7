import { normalizeEmail } from '../email-address.js';
import { joinName, splitName, type NameParts } from '../person-name.js';
import type { FieldValue } from '../field-value.js';
import { readAddress } from './convert/address.js';
import type { MergeTarget, OdooSource } from './field-mapping.js';
import { readId, readScalar, type OdooScalar, type OdooValues } from './odoo-field.js';
import type { Places } from './places.js';
import type { Related } from './related.js';
import { toMergeValue } from './to-merge-value.js';
import { Unfit } from './unfit.js';
import { carriable } from './carriable.js';
import { isDayTarget } from './to-odoo-scalar.js';
import type { Timezone } from './timezone.js';

/** What reading and writing mapped fields needs beside the records themselves. */
export interface MappingTools {
  related: Related;
  /** Null when no address is mapped. */
  places: Places | null;
  /** In which a moment is a day. */
  timezone: Timezone;
}

/** A mailing contact or a customer as far as the mapping is concerned. */
export interface MappableRecord {
  values: OdooValues;
  /** Lower case, null when there is no valid one. */
  address: string | null;
  /** Names of its Odoo tags. */
  tags: readonly string[];
}

/** The value of a source in MailChimp's form; `raw` is what it is before, for when it doesn't fit. */
export function readSource(
  source: OdooSource,
  target: MergeTarget,
  record: MappableRecord,
  tools: MappingTools,
): { value: FieldValue | Unfit; raw: FieldValue } {
  if (source.kind === 'address') {
    const address = tools.places === null ? '' : readAddress(record.values, tools.places);
    return { value: carriable(address), raw: address instanceof Unfit ? '' : address };
  }
  const scalar = readAny(source, record, tools);
  const isDay = typeof scalar === 'string' && isMomentAsDay(source, target);
  const seen = isDay ? tools.timezone.toLocal(scalar) : scalar;
  return { value: carriable(toMergeValue(target, seen)), raw: scalar ?? '' };
}

/** A datetime of Odoo that is a date or a birthday in MailChimp (B61). */
function isMomentAsDay(source: OdooSource, target: MergeTarget): boolean {
  return source.kind === 'path' && source.path.at(-1)?.type === 'datetime' && isDayTarget(target);
}

function readAny(
  source: Exclude<OdooSource, { kind: 'address' }>,
  record: MappableRecord,
  { related }: MappingTools,
): OdooScalar {
  switch (source.kind) {
    case 'constant':
      return source.value;
    case 'email':
      return record.address;
    case 'name':
      return source.part === 'full' ? nameOf(record.values) : nameParts(record.values)[source.part];
    case 'category':
      return record.tags.some((tag) => tag.trim().toLowerCase() === source.name.trim().toLowerCase());
    case 'path':
      return readPath(source.path, record.values, related);
  }
}

/** An address that stands in the place of a name is none: Odoo asks for one where nobody has said it (B11). */
export function nameOf(values: OdooValues): string | null {
  const name = typeof values.name === 'string' ? values.name.trim() : '';
  return name === '' || normalizeEmail(name) === name.toLowerCase() ? null : name;
}

/**
 * First and last name: Odoo's own where its split names are in use and still make up the name, else the name's first
 * word and the rest.
 */
export function nameParts(values: OdooValues): NameParts {
  const part = (raw: unknown): string => (typeof raw === 'string' ? raw.trim() : '');
  const own = { first: part(values.first_name), last: part(values.last_name) };
  const joined = joinName(own);
  return joined !== null && joined === nameOf(values) ? own : splitName(nameOf(values));
}

function readPath(
  path: Extract<OdooSource, { kind: 'path' }>['path'],
  values: OdooValues,
  related: Related,
): OdooScalar {
  let record: OdooValues | undefined = values;
  for (const field of path.slice(0, -1)) {
    const id: number | null = record === undefined ? null : readId(field, record);
    record = id === null || field.relation === null ? undefined : related.get(field.relation, id);
  }
  const last = path.at(-1);
  return record === undefined || last === undefined ? null : readScalar(last, record);
}
