import { z } from 'zod';
import { normalizeEmail } from '../../core/email-address.js';
import { chunk } from '../../support/chunk.js';
import { char, dateTime, ids } from '../records/field-types.js';
import { oneOfValues } from '../records/find-by-value.js';
import { searchRead, type Domain } from '../records/search-read.js';
import type { OdooTransport } from '../transport/odoo-transport.js';
import { byAddress } from './by-address.js';
import type { SourceRecord } from './person.js';
import type { SourceModel } from './source-model.js';

/** Which records of one source of people to read. */
export interface SourceQuery {
  type: SourceModel;
  /** Records to read whatever their address is now: the linked ones. */
  ids: readonly number[];
  /** Mapped fields to read besides. */
  fields: readonly string[];
}

/** The fields that tell whom a record is about. */
export function personFields({ fields }: SourceModel): string[] {
  const { name, email, address } = fields;
  return [...new Set([name, address ?? email])];
}

/** The name and the address of a record, as `personFields` read them. */
export function personOf(
  { fields }: SourceModel,
  row: Readonly<Record<string, unknown>>,
): { name: string | null; address: string | null } {
  const name = char.parse(row[fields.name]);
  if (fields.address !== null)
    return { name, address: char.parse(row[fields.address])?.toLowerCase() ?? null };
  return { name, address: normalizeEmail(char.parse(row[fields.email])) };
}

/** Terms a record fulfils whose address is one of these; lower case. */
export function hasAddress({ fields }: SourceModel, addresses: readonly string[]): Domain {
  if (fields.address !== null) return byAddress(fields.address, addresses);
  return addresses.length === 0 ? [['id', 'in', []]] : oneOfValues(fields.email, addresses);
}

const atOnce = 200;

/** Archived ones too, oldest first. One call; more only for many addresses that Odoo has not normalised. */
export async function readSourceRecords(
  odoo: OdooTransport,
  { type, ids: linked, fields }: SourceQuery,
  addresses: readonly string[],
): Promise<SourceRecord[]> {
  const pages = type.fields.address === null ? chunk(addresses, atOnce) : [addresses];
  const found = new Map<number, SourceRecord>();
  for (const [index, some] of (pages.length === 0 ? [[]] : pages).entries()) {
    const isLinked = ['id', 'in', linked];
    const byAddress = hasAddress(type, some);
    const domain = linked.length === 0 || index > 0 ? byAddress : ['|', isLinked, ...byAddress];
    for (const record of await readSource(odoo, { type, fields }, domain)) found.set(record.id, record);
  }
  return [...found.values()].sort((a, b) => a.id - b.id);
}

/** The records of a domain, archived ones too, oldest first. */
export function readSource(
  odoo: OdooTransport,
  { type, fields }: Pick<SourceQuery, 'type' | 'fields'>,
  domain: Domain,
  limit?: number,
): Promise<SourceRecord[]> {
  const { tags, canBeArchived } = type.fields;
  const own = [...personFields(type), ...(tags === null ? [] : [tags]), ...(canBeArchived ? ['active'] : [])];
  return searchRead(odoo, {
    model: type.model,
    domain,
    fields: [...new Set([...own, 'write_date', ...fields])],
    row: rowOf(type),
    order: 'id',
    ...(limit === undefined ? {} : { limit }),
    ...(canBeArchived ? { context: { active_test: false } } : {}),
  });
}

const sourceRow = z.looseObject({ id: z.number(), write_date: dateTime, active: z.boolean().default(true) });

function rowOf(type: SourceModel) {
  const { tags } = type.fields;
  return sourceRow.transform((row): SourceRecord => {
    const { name, address } = personOf(type, row);
    const { id, active, write_date: writtenAt } = row;
    const tagIds = tags === null ? [] : ids.parse(row[tags]);
    // A mapping speaks of the person's name, whatever field it stands in.
    return { id, name, address, active, tagIds, writtenAt, values: { ...row, name: name ?? false } };
  });
}
