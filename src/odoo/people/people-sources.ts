import { z } from 'zod';
import type { Clock } from '../../support/clock.js';
import { onceIn } from '../../support/once.js';
import { byAddress } from './by-address.js';
import { searchRead } from '../records/search-read.js';
import type { OdooTransport } from '../transport/odoo-transport.js';
import type { SourceRecord } from './person.js';
import { readSource, readSourceRecords, type SourceQuery } from './source-records.js';

/** Where records of sources and blacklisted addresses come from: asked for, or read beforehand. */
export interface PeopleSources {
  /** Archived ones too, oldest first. */
  records(query: SourceQuery, addresses: readonly string[]): Promise<SourceRecord[]>;
  /** Those of the addresses that are on the blacklist. */
  blacklisted(addresses: readonly string[]): Promise<ReadonlySet<string>>;
}

/** One call each, however many addresses there are. */
export function askedByAddress(odoo: OdooTransport): PeopleSources {
  return {
    records: (query, addresses) => readSourceRecords(odoo, query, addresses),
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
 * @param whole the sources that may be, with the fields to read; not those of which the run makes some
 */
export function smallTablesWhole(
  odoo: OdooTransport,
  clock: Clock,
  whole: readonly Pick<SourceQuery, 'type' | 'fields'>[],
): PeopleSources {
  const asked = askedByAddress(odoo);
  const limit = smallTable + 1;
  const tables = new Map(
    whole.map((query) => [query.type.key, whileSmall(clock, () => readSource(odoo, query, [], limit))]),
  );
  const blacklist = whileSmall(clock, () => readBlacklist(odoo, [], limit));
  return {
    async records(query, addresses) {
      const everyone = await tables.get(query.type.key)?.();
      return everyone ?? asked.records(query, addresses);
    },
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

const blacklistRow = z.object({ email: z.string() });

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
