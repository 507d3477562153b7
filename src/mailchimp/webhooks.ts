import { z } from 'zod';
import { BridgeError, ConfigurationError, RecordError } from '../support/errors.js';
import { Secret } from '../support/secret.js';
import { allPages } from './all-pages.js';
import type { ApiClient } from './api-client.js';
import { audienceRoute, type Route } from './route.js';

const flags = z.record(z.string(), z.boolean());

/** The fields of a webhook the bridge reads (mailchimp-api §10.1). */
const webhookSchema = z
  .object({
    id: z.string(),
    url: z.string(),
    events: flags.nullish(),
    sources: flags.nullish(),
    signing_enabled: z.boolean().nullish(),
    signing_secret: z.string().nullish(),
  })
  .transform((webhook) => ({
    id: webhook.id,
    url: webhook.url,
    events: webhook.events ?? {},
    /** Who did it: `user`, `admin`, `api`. */
    sources: webhook.sources ?? {},
    /** Null where MailChimp says nothing of it: before 2026. */
    signed: webhook.signing_enabled ?? null,
    /** Told once, to who makes the webhook. */
    secret: webhook.signing_secret ? new Secret(webhook.signing_secret) : null,
  }));

export type Webhook = z.output<typeof webhookSchema>;

export interface WebhookWrite {
  url: string;
  events: Readonly<Record<string, boolean>>;
  sources: Readonly<Record<string, boolean>>;
}

/** Webhooks of an audience. MailChimp calls the address before it takes it. */
export interface Webhooks {
  list(audienceId: string): Promise<Webhook[]>;
  /** @throws ConfigurationError `webhooks.refused` */
  create(audienceId: string, webhook: WebhookWrite): Promise<Webhook>;
  /** Keeps the secret. @throws ConfigurationError `webhooks.refused` */
  update(audienceId: string, id: string, webhook: WebhookWrite): Promise<Webhook>;
  /** Gone already counts as done. */
  remove(audienceId: string, id: string): Promise<void>;
}

export function webhooksOver(http: ApiClient): Webhooks {
  const write = (method: 'POST' | 'PATCH', route: Route, body: WebhookWrite): Promise<Webhook> =>
    http.request({ method, route, body }, webhookSchema).catch((error: unknown) => {
      throw error instanceof RecordError ? refused(error) : error;
    });
  const instance = (audienceId: string, id: string): Route =>
    audienceRoute(audienceId, `/webhooks/${encodeURIComponent(id)}`);
  return {
    list: (audienceId) =>
      allPages(http, { route: audienceRoute(audienceId, '/webhooks'), key: 'webhooks', row: webhookSchema }),
    create: (audienceId, webhook) => write('POST', audienceRoute(audienceId, '/webhooks'), webhook),
    update: (audienceId, id, webhook) => write('PATCH', instance(audienceId, id), webhook),
    async remove(audienceId, id) {
      try {
        await http.request({ method: 'DELETE', route: instance(audienceId, id) }, z.unknown());
      } catch (error) {
        // All that a 404 says is that something on the way isn't there; that the audience is, has been seen.
        if (!(error instanceof BridgeError && error.code === 'mailchimp.audience_not_found')) throw error;
      }
    },
  };
}

function refused(cause: RecordError): ConfigurationError {
  return new ConfigurationError(`MailChimp refuses the webhook: ${cause.message}`, {
    code: 'webhooks.refused',
    hint: 'MailChimp calls the address before it takes it: start serve, and see what webhooks check says.',
    cause,
  });
}
