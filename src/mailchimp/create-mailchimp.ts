import { z } from 'zod';
import type { Clock } from '../support/clock.js';
import { RecordError } from '../support/errors.js';
import { audienceSchema, type Audience } from './audience.js';
import { createHttpClient, type HttpClient } from './http-client.js';
import type { MailchimpConnection } from './mailchimp-connection.js';
import { audienceNotFound, membersOver, type Members } from './members.js';
import { mergeFieldSchema, type MergeField } from './merge-field.js';
import { tagsOver, type Tags } from './tags.js';

export type { MailchimpConnection } from './mailchimp-connection.js';

/** The Marketing API as far as the bridge uses it. Every call rejects with a BridgeError. */
export interface Mailchimp {
  /** HTTP calls made so far. */
  readonly calls: number;
  /** Proves that the key is accepted. */
  ping(): Promise<void>;
  account(): Promise<{ id: string; name: string }>;
  audiences: { all(): Promise<Audience[]>; get(audienceId: string): Promise<Audience> };
  mergeFields(audienceId: string): Promise<MergeField[]>;
  members: Members;
  tags: Tags;
  close(): Promise<void>;
}

export function createMailchimp(
  connection: MailchimpConnection,
  { clock, random = Math.random }: { clock: Clock; random?: () => number },
): Mailchimp {
  const http = createHttpClient(connection, { clock, random });
  return {
    get calls() {
      return http.calls;
    },
    async ping() {
      await http.request({ method: 'GET', path: '/ping' }, z.object({ health_status: z.string() }));
    },
    account: () =>
      http.request({ method: 'GET', path: '/', query: { fields: 'account_id,account_name' } }, account),
    audiences: {
      all: () => allPages(http, '/lists', 'lists', audienceSchema),
      get: (id) =>
        http
          .request({ method: 'GET', path: `/lists/${encodeURIComponent(id)}` }, audienceSchema)
          .catch(unknown(id)),
    },
    mergeFields: (id) =>
      allPages(http, `/lists/${encodeURIComponent(id)}/merge-fields`, 'merge_fields', mergeFieldSchema).catch(
        unknown(id),
      ),
    members: membersOver(http),
    tags: tagsOver(http),
    close() {
      http.close();
      return Promise.resolve();
    },
  };
}

const account = z
  .object({ account_id: z.string(), account_name: z.string() })
  .transform((root) => ({ id: root.account_id, name: root.account_name }));

const pageSize = 100;

/** Every row of a small collection (§4: ten by default, a thousand at most). */
async function allPages<Row>(
  http: HttpClient,
  path: string,
  key: string,
  row: z.ZodType<Row>,
): Promise<Row[]> {
  const schema = z.object({ [key]: z.array(row), total_items: z.number() });
  const rows: Row[] = [];
  for (;;) {
    const page = await http.request(
      { method: 'GET', path, query: { count: pageSize, offset: rows.length } },
      schema,
    );
    const found = page[key] as Row[];
    rows.push(...found);
    if (found.length === 0 || rows.length >= (page.total_items as number)) return rows;
  }
}

function unknown(audienceId: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof RecordError && error.code === 'mailchimp.not_found')
      throw audienceNotFound(audienceId, error);
    throw error;
  };
}
