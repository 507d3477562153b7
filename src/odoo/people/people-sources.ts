import { z } from 'zod';
import type { Clock } from '../../support/clock.js';
import { onceIn } from '../../support/once.js';
import { byAddress } from './by-address.js';
import { char, dateTime, ids } from '../records/field-types.js';
import { searchRead } from '../records/search-read.js';
import type { OdooTransport } from '../transport/odoo-transport.js';
import type { OdooCustomer } from './person.js';

interface CustomerQuery {
  addresses: readonly string[];
  /** Customers to read whatever their address is now. */
  customerIds?: readonly number[];
  /** Mapped fields to read besides. */
  customerFields: readonly string[];
}

/** Where customers and blacklisted addresses come from: asked for, or read beforehand. */
export interface PeopleSources {
  /** Archived ones too, oldest first. */
  customers(query: CustomerQuery): Promise<OdooCustomer[]>;
  /** Those of the addresses that are on the blacklist. */
  blacklisted(addresses: readonly string[]): Promise<ReadonlySet<string>>;
}

/** One call each, however many addresses there are. */
export function askedByAddress(odoo: OdooTransport): PeopleSources {
  return {
    customers: ({ addresses, customerIds = [], customerFields }) => {
      const addressed = byAddress('email_normalized', addresses);
      const domain = customerIds.length === 0 ? addressed : ['|', ['id', 'in', customerIds], ...addressed];
      return readCustomers(odoo, domain, { customerFields });
    },
    blacklisted: async (addresses) =>
      new Set(addresses.length === 0 ? [] : await readBlacklist(odoo, byAddress('email', addresses))),
  };
}

/** A table of this size is read whole in less time than it is asked for a page of addresses. */
const smallTable = 2000;
/** Pages that are read at the same time share what is no older than this. */
const freshMs = 1000;

/**
 * For a run of many pages: tables that are small are read whole, and again every second.
 * @param customers whether customers may be; not where the run makes some
 */
export function smallTablesWhole(
  odoo: OdooTransport,
  clock: Clock,
  { customerFields, customers }: { customerFields: readonly string[]; customers: boolean },
): PeopleSources {
  const asked = askedByAddress(odoo);
  const limit = smallTable + 1;
  const everyone = whileSmall(clock, () => readCustomers(odoo, [], { customerFields, limit }));
  const blacklist = whileSmall(clock, () => readBlacklist(odoo, [], limit));
  return {
    customers: async (query) => (customers ? await everyone() : null) ?? asked.customers(query),
    async blacklisted(addresses) {
      const all = await blacklist();
      return all === null ? asked.blacklisted(addresses) : new Set(all);
    },
  };
}

/** The table, not older than a second; null for good once it has been found too large. */
function whileSmall<Row>(clock: Clock, read: () => Promise<Row[]>): () => Promise<Row[] | null> {
  const recent = onceIn(freshMs, clock, read);
  let tooLarge = false;
  return async () => {
    if (tooLarge) return null;
    const rows = await recent();
    tooLarge = rows.length > smallTable;
    return tooLarge ? null : rows;
  };
}

const customerRow = z
  .looseObject({
    id: z.number(),
    name: char,
    email_normalized: char,
    category_id: ids,
    active: z.boolean(),
    write_date: dateTime,
  })
  .transform((row): OdooCustomer => {
    const { id, name, active, category_id: tagIds, write_date: writtenAt } = row;
    const address = row.email_normalized?.toLowerCase() ?? null;
    return { id, name, active, address, tagIds, writtenAt, values: row };
  });

const blacklistRow = z.object({ email: z.string() });

function readCustomers(
  odoo: OdooTransport,
  domain: readonly unknown[],
  { customerFields, limit }: { customerFields: readonly string[]; limit?: number },
): Promise<OdooCustomer[]> {
  return searchRead(odoo, {
    model: 'res.partner',
    domain,
    fields: ['name', 'email_normalized', 'category_id', 'active', 'write_date', ...customerFields],
    row: customerRow,
    order: 'id',
    ...(limit === undefined ? {} : { limit }),
    context: { active_test: false },
  });
}

async function readBlacklist(
  odoo: OdooTransport,
  domain: readonly unknown[],
  limit?: number,
): Promise<string[]> {
  const rows = await searchRead(odoo, {
    model: 'mail.blacklist',
    domain,
    fields: ['email'],
    row: blacklistRow,
    ...(limit === undefined ? {} : { limit }),
  });
  return rows.map(({ email }) => email.toLowerCase());
}
