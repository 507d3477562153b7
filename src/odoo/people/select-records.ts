import { z } from 'zod';
import { addressAsTyped } from '../../core/email-address.js';
import { char } from '../records/field-types.js';
import { searchRead, type Domain } from '../records/search-read.js';
import { domainRefused } from './domain-refused.js';
import type { SourceModel } from './source-model.js';
import { personFields, personOf } from './source-records.js';
import type { OdooTransport } from '../transport/odoo-transport.js';

export interface SelectedRecord {
  id: number;
  name: string | null;
  email: string | null;
  /** As typed, lower case; null when the record has no valid one (B55). */
  address: string | null;
}

function rowOf(type: SourceModel) {
  return z.looseObject({ id: z.number() }).transform((row): SelectedRecord => {
    const email = char.parse(row[type.fields.email]);
    const { name, address } = personOf(type, row);
    return { id: row.id, name, email, address: addressAsTyped(email, address) };
  });
}

/** The records a domain selects, page by page in the order of their ids: stable while records come and go. */
export async function* selectRecords(
  odoo: OdooTransport,
  query: { type: SourceModel; domain: Domain; pageSize: number },
): AsyncGenerator<SelectedRecord[]> {
  const { type } = query;
  let after = 0;
  for (;;) {
    const page = await searchRead(odoo, {
      model: type.model,
      domain: ['&', ['id', '>', after], ...conjunction(query.domain)],
      fields: [...new Set([type.fields.email, ...personFields(type)])],
      row: rowOf(type),
      order: 'id',
      limit: query.pageSize,
    }).catch(domainRefused);
    if (page.length > 0) yield page;
    if (page.length < query.pageSize) return;
    after = page.at(-1)?.id ?? after;
  }
}

/** A domain as one term, so that it can be combined; an empty one is always true. */
function conjunction(domain: Domain): Domain {
  if (domain.length === 0) return [['id', '>', 0]];
  const operators = { '&': 1, '|': 1, '!': 0 } as const;
  let terms = 0;
  for (const token of domain)
    terms += token === '&' || token === '|' || token === '!' ? -operators[token] : 1;
  return [...Array<string>(Math.max(terms - 1, 0)).fill('&'), ...domain];
}
