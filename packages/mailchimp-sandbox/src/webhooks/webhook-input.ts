import { BodyReader } from '../http/body-reader.js';
import { problems } from '../http/problems.js';
import type { Audience } from '../model/audience.js';
import { smsEvents, webhookEvents, webhookSources } from '../model/webhook.js';
import type { Webhook } from '../model/webhook.js';
import type { World } from '../model/world.js';
import { answersGet } from './post-form.js';

type Json = Readonly<Record<string, unknown>>;

export type WebhookInput = Pick<Webhook, 'url' | 'events' | 'sources'>;

/** Reads a webhook over what it was before; `otherwise` is what nobody chose (API §10.1). */
export function readWebhook(body: Json, before: WebhookInput | undefined, otherwise: boolean): WebhookInput {
  const reader = new BodyReader(body);
  if (!before) reader.require(['url']);
  const url = reader.text('url')?.trim() ?? before?.url ?? '';
  const events = flags(reader, 'events', [...webhookEvents, ...smsEvents]);
  const sources = flags(reader, 'sources', webhookSources);
  reader.finish();
  const blank: WebhookInput = {
    url,
    events: Object.fromEntries(webhookEvents.map((name) => [name, otherwise])),
    sources: { user: otherwise, admin: otherwise, api: otherwise },
  };
  return {
    url,
    events: { ...(before ?? blank).events, ...events },
    sources: { ...(before ?? blank).sources, ...sources },
  };
}

function flags(reader: BodyReader, field: string, names: readonly string[]): Record<string, boolean> {
  const given = reader.object(field);
  if (!given) return {};
  const inner = new BodyReader(given, `${field}.`);
  const chosen = names.map((name) => [name, inner.flag(name)] as const);
  inner.finish();
  return Object.fromEntries(chosen.filter((entry): entry is [string, boolean] => entry[1] !== undefined));
}

/** MailChimp GETs the address before it accepts it; one address has one webhook per audience. */
export async function checkWebhookUrl(
  world: World,
  audience: Audience,
  url: string,
  own?: string,
): Promise<void> {
  refuseTaken(audience, url, own);
  await checkReachable(world, url);
  // Somebody else may have been quicker.
  refuseTaken(audience, url, own);
}

function refuseTaken(audience: Audience, url: string, own: string | undefined): void {
  const taken = [...audience.webhooks.values()].some((webhook) => webhook.id !== own && webhook.url === url);
  if (!taken) return;
  throw problems.schema([{ field: 'url', message: "Sorry, you can't set up multiple WebHooks for one URL" }]);
}

export async function checkReachable(world: World, url: string): Promise<void> {
  const { knobs, closing } = world;
  const plausible = /^https?:\/\/[^\s]+$/i.test(url) && URL.canParse(url);
  const limits = { timeoutMs: knobs.webhook_timeout_ms, signal: closing.signal };
  if (plausible && (!knobs.validate_webhook_urls || (await answersGet(url, limits)))) return;
  throw problems.schema([{ field: 'url', message: 'The resource submitted could not be validated.' }]);
}
