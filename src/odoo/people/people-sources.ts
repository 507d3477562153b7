import { z } from 'zod';
import { countRecords } from '../records/count-records.js';
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
      const byAddress = ['email_normalized', 'in', addresses];
      const domain = customerIds.length === 0 ? [byAddress] : ['|', ['id', 'in', customerIds], byAddress];
      return readCustomers(odoo, domain, customerFields);
    },
    blacklisted: (addresses) =>
      addresses.length === 0 ? Promise.resolve(new Set()) : readBlacklist(odoo, [['email', 'in', addresses]]),
  };
}

/** A table of this size is read whole in less time than it is asked for a page of addresses. */
const smallTable = 2000;

/**
 * Tables that are small are read whole and once, for a run of many pages. What is added to them meanwhile is not seen:
 * a customer is found by the next run, and Odoo itself mails nobody on its blacklist.
 * @param customers whether customers may be read beforehand; not where the run makes some
 */
export async function smallTablesWhole(
  odoo: OdooTransport,
  { customerFields, customers }: { customerFields: readonly string[]; customers: boolean },
): Promise<PeopleSources> {
  const asked = askedByAddress(odoo);
  const [everyone, blacklist] = await Promise.all([
    customers && (await isSmall(odoo, 'res.partner', withAddress))
      ? readCustomers(odoo, withAddress, customerFields)
      : null,
    (await isSmall(odoo, 'mail.blacklist', [])) ? readBlacklist(odoo, []) : null,
  ]);
  return {
    customers: (query) => Promise.resolve(everyone ?? asked.customers(query)),
    blacklisted: (addresses) => Promise.resolve(blacklist ?? asked.blacklisted(addresses)),
  };
}

const withAddress = [['email_normalized', '!=', false]];

async function isSmall(odoo: OdooTransport, model: string, domain: readonly unknown[]): Promise<boolean> {
  return (await countRecords(odoo, model, domain)) <= smallTable;
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
    const { id, name, active, email_normalized: address, category_id: tagIds, write_date: writtenAt } = row;
    return { id, name, active, address, tagIds, writtenAt, values: row };
  });

const blacklistRow = z.object({ email: z.string() });

function readCustomers(
  odoo: OdooTransport,
  domain: readonly unknown[],
  fields: readonly string[],
): Promise<OdooCustomer[]> {
  return searchRead(odoo, {
    model: 'res.partner',
    domain,
    fields: ['name', 'email_normalized', 'category_id', 'active', 'write_date', ...fields],
    row: customerRow,
    order: 'id',
    context: { active_test: false },
  });
}

async function readBlacklist(odoo: OdooTransport, domain: readonly unknown[]): Promise<Set<string>> {
  const rows = await searchRead(odoo, {
    model: 'mail.blacklist',
    domain,
    fields: ['email'],
    row: blacklistRow,
  });
  return new Set(rows.map(({ email }) => email));
}
