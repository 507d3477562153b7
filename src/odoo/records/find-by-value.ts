import { z } from 'zod';
import { chunk } from '../../support/chunk.js';
import { char } from './field-types.js';
import { searchRead, type Domain } from './search-read.js';
import type { OdooTransport } from '../transport/odoo-transport.js';

/** Each is a term of the domain. */
const valuesAtOnce = 200;

/** Ids of the records whose text field has one of these values, by value in lower case; the oldest where there are several. */
export async function findByValue(
  odoo: OdooTransport,
  { model, field, context }: { model: string; field: string; context?: Readonly<Record<string, unknown>> },
  values: readonly string[],
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const some of chunk(values, valuesAtOnce)) {
    const rows = await searchRead(odoo, {
      model,
      domain: oneOfValues(field, some),
      fields: [field],
      row: z.looseObject({ id: z.number(), [field]: char }),
      order: 'id desc',
      ...(context === undefined ? {} : { context }),
    });
    for (const row of rows) found.set(fold(String(row[field])), Number(row.id));
  }
  return found;
}

/** A term that is true of a text field with one of these values, whatever their case. */
export function oneOfValues(field: string, values: readonly string[]): Domain {
  const terms = values.map((value) => [field, '=ilike', escapeLike(value)]);
  return [...terms.slice(1).map(() => '|'), ...terms];
}

const fold = (text: string): string => text.trim().toLowerCase();

/** `=ilike` takes `%` and `_` as wildcards. */
function escapeLike(value: string): string {
  return value.trim().replace(/[\\%_]/gu, (character) => `\\${character}`);
}
