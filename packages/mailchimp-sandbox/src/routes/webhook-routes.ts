import { noContent } from '../http/api-call.js';
import type { ApiCall, ApiReply, Route } from '../http/api-call.js';
import { links } from '../http/links.js';
import { page, paging } from '../http/paging.js';
import { problems } from '../http/problems.js';
import { audienceOf } from '../members/member-replies.js';
import type { Audience } from '../model/audience.js';
import type { Webhook } from '../model/webhook.js';
import { checkWebhookUrl, readWebhook } from '../webhooks/webhook-input.js';

const collection = '/lists/:list_id/webhooks';
const instance = `${collection}/:webhook_id`;

/** Webhooks of an audience (API §10.1). */
export const webhookRoutes: readonly Route[] = [
  { method: 'GET', path: collection, handle: getWebhooks },
  { method: 'POST', path: collection, handle: postWebhook },
  { method: 'GET', path: instance, handle: (call) => reply(call, audienceOf(call), webhookOf(call)) },
  { method: 'PATCH', path: instance, handle: patchWebhook },
  { method: 'DELETE', path: instance, handle: deleteWebhook },
];

function webhookOf(call: ApiCall): Webhook {
  const webhook = audienceOf(call).webhooks.get(call.params.webhook_id ?? '');
  if (!webhook) throw problems.notFound();
  return webhook;
}

/** The secret is shown once, to who creates the webhook. */
function view(call: ApiCall, audience: Audience, webhook: Webhook, secret = false): Record<string, unknown> {
  const parent = `/lists/${audience.id}/webhooks`;
  const path = `${parent}/${webhook.id}`;
  return {
    id: webhook.id,
    url: webhook.url,
    events: webhook.events,
    sources: webhook.sources,
    list_id: audience.id,
    signing_enabled: webhook.secret !== '',
    ...(secret && webhook.secret !== '' ? { signing_secret: webhook.secret } : {}),
    _links: links({ origin: call.origin, path, parent, schema: 'Lists/Webhooks', can: ['update', 'delete'] }),
  };
}

function reply(call: ApiCall, audience: Audience, webhook: Webhook): ApiReply {
  return { body: view(call, audience, webhook), schema: 'Lists/Webhooks/Instance' };
}

function getWebhooks(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const webhooks = [...audience.webhooks.values()];
  const parent = `/lists/${audience.id}`;
  const path = `${parent}/webhooks`;
  return {
    body: {
      webhooks: page(webhooks, paging(call.query)).map((webhook) => view(call, audience, webhook)),
      list_id: audience.id,
      total_items: webhooks.length,
      _links: links({
        origin: call.origin,
        path,
        parent,
        schema: 'Lists/Webhooks/Collection',
        can: ['create'],
      }),
    },
    schema: 'Lists/Webhooks/Collection',
  };
}

async function postWebhook(call: ApiCall): Promise<ApiReply> {
  const audience = audienceOf(call);
  const given = readWebhook(call.body, undefined, call.world.knobs.webhook_events_default);
  await checkWebhookUrl(call.world, audience, given.url);
  const secret = call.world.knobs.sign_webhooks ? call.world.nextHex(32) : '';
  const webhook: Webhook = { id: call.world.nextHex(10), ...given, secret, disabled: false };
  audience.webhooks.set(webhook.id, webhook);
  return { body: view(call, audience, webhook, true), schema: 'Lists/Webhooks/Instance' };
}

async function patchWebhook(call: ApiCall): Promise<ApiReply> {
  const audience = audienceOf(call);
  const webhook = webhookOf(call);
  const given = readWebhook(call.body, webhook, false);
  await checkWebhookUrl(call.world, audience, given.url, webhook.id);
  Object.assign(webhook, given, { disabled: false });
  return reply(call, audience, webhook);
}

function deleteWebhook(call: ApiCall): ApiReply {
  audienceOf(call).webhooks.delete(webhookOf(call).id);
  return noContent;
}
