import { z } from 'zod';
import { allPages } from './all-pages.js';
import { audiencesOver, type Audiences } from './audiences.js';
import { createApiClient, type ApiClientDeps } from './api-client.js';
import type { MailchimpConnection } from './mailchimp-connection.js';
import { membersOver, type Members } from './members.js';
import { mergeFieldFields, mergeFieldSchema, type MergeField } from './merge-field.js';
import { accountRoute, audienceRoute } from './route.js';
import { tagsOver, type Tags } from './tags.js';
import { webhooksOver, type Webhooks } from './webhooks.js';

export type { MailchimpConnection } from './mailchimp-connection.js';

/** The Marketing API as far as the bridge uses it. Every call rejects with a BridgeError. */
export interface Mailchimp {
  /** HTTP calls made so far. */
  readonly calls: number;
  /** Proves that the key is accepted. */
  ping(): Promise<void>;
  account(): Promise<{ id: string; name: string; email: string }>;
  audiences: Audiences;
  mergeFields(audienceId: string): Promise<MergeField[]>;
  members: Members;
  tags: Tags;
  webhooks: Webhooks;
  /** Calls under way are given up. */
  close(): Promise<void>;
}

export interface MailchimpDeps extends Omit<ApiClientDeps, 'random'> {
  /** From 0 up to 1. */
  random?: () => number;
}

/** @throws ConfigurationError `mailchimp.api_key` when neither key nor connection names a server */
export function createMailchimp(
  connection: MailchimpConnection,
  { random = Math.random, ...deps }: MailchimpDeps,
): Mailchimp {
  const http = createApiClient(connection, { random, ...deps });
  return {
    get calls() {
      return http.calls;
    },
    async ping() {
      const schema = z.object({ health_status: z.string() });
      await http.request({ method: 'GET', route: accountRoute('/ping') }, schema);
    },
    account: () => {
      const query = { fields: 'account_id,account_name,email' };
      return http.request({ method: 'GET', route: accountRoute('/'), query }, account);
    },
    audiences: audiencesOver(http),
    mergeFields: (audienceId) =>
      allPages(http, {
        route: audienceRoute(audienceId, '/merge-fields'),
        key: 'merge_fields',
        row: mergeFieldSchema,
        fields: mergeFieldFields,
      }),
    members: membersOver(http),
    tags: tagsOver(http),
    webhooks: webhooksOver(http),
    close() {
      http.close();
      return Promise.resolve();
    },
  };
}

const account = z
  .object({ account_id: z.string(), account_name: z.string(), email: z.string().nullish() })
  .transform((root) => ({ id: root.account_id, name: root.account_name, email: root.email ?? '' }));
