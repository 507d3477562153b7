import { z } from 'zod';
import type { ApiClient } from './api-client.js';
import type { Route } from './route.js';

/** The most MailChimp gives at once (mailchimp-api §4). */
export const largestPage = 1000;

export interface Collection<Row> {
  route: Route;
  /** Where the rows are in the answer. */
  key: string;
  row: z.ZodType<Row>;
  /** Of a row, in dot notation; all when not given. */
  fields?: readonly string[];
  query?: Record<string, string | number | boolean>;
}

/** Every row of a small collection. */
export async function allPages<Row>(http: ApiClient, collection: Collection<Row>): Promise<Row[]> {
  const { route, key, row, fields } = collection;
  const page = z.object({ rows: z.array(row), total_items: z.number() });
  const schema = z
    .record(z.string(), z.unknown())
    .transform((answer) => ({ rows: answer[key], total_items: answer.total_items }))
    .pipe(page);
  const wanted =
    fields === undefined
      ? {}
      : { fields: [...fields.map((field) => `${key}.${field}`), 'total_items'].join(',') };
  const rows: Row[] = [];
  for (;;) {
    const query = { ...collection.query, ...wanted, count: largestPage, offset: rows.length };
    const found = await http.request({ method: 'GET', route, query }, schema);
    rows.push(...found.rows);
    if (found.rows.length === 0 || rows.length >= found.total_items) return rows;
  }
}
