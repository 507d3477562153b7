import { noContent } from '../http/api-call.js';
import type { ApiCall, ApiReply, Route } from '../http/api-call.js';
import { BodyReader } from '../http/body-reader.js';
import { links } from '../http/links.js';
import { page, paging } from '../http/paging.js';
import { problems } from '../http/problems.js';
import type { BatchWebhook } from '../model/batch.js';
import { checkReachable } from '../webhooks/webhook-input.js';

const instance = '/batch-webhooks/:batch_webhook_id';
const most = 20;

/** Webhooks of the account that tell when a batch is done (API §9). */
export const batchWebhookRoutes: readonly Route[] = [
  { method: 'GET', path: '/batch-webhooks', handle: getWebhooks },
  { method: 'POST', path: '/batch-webhooks', handle: postWebhook },
  { method: 'GET', path: instance, handle: (call) => reply(call, webhookOf(call)) },
  { method: 'PATCH', path: instance, handle: patchWebhook },
  { method: 'DELETE', path: instance, handle: deleteWebhook },
];

function webhookOf(call: ApiCall): BatchWebhook {
  const webhook = call.world.batchWebhooks.get(call.params.batch_webhook_id ?? '');
  if (!webhook) throw problems.notFound();
  return webhook;
}

function view({ origin }: ApiCall, { id, url, enabled }: BatchWebhook): Record<string, unknown> {
  const parent = '/batch-webhooks';
  const path = `${parent}/${id}`;
  return {
    id,
    url,
    enabled,
    _links: links({ origin, path, parent, schema: 'BatchWebhooks', can: ['update', 'delete'] }),
  };
}

function reply(call: ApiCall, webhook: BatchWebhook): ApiReply {
  return { body: view(call, webhook), schema: 'BatchWebhooks/Instance' };
}

function getWebhooks(call: ApiCall): ApiReply {
  const webhooks = [...call.world.batchWebhooks.values()];
  const plan = {
    origin: call.origin,
    path: '/batch-webhooks',
    parent: '/',
    schema: 'BatchWebhooks/Collection',
  };
  return {
    body: {
      webhooks: page(webhooks, paging(call.query)).map((webhook) => view(call, webhook)),
      total_items: webhooks.length,
      _links: links({ ...plan, can: ['create'] }),
    },
    schema: 'BatchWebhooks/Collection',
  };
}

async function postWebhook(call: ApiCall): Promise<ApiReply> {
  const { world } = call;
  const { url = '', enabled = true } = readWebhook(call, true);
  if (world.batchWebhooks.size >= most)
    throw problems.badRequest(`You may only have a maximum of ${most} batch webhooks.`);
  await checkReachable(world, url);
  const webhook: BatchWebhook = { id: world.nextHex(10), url, enabled };
  world.batchWebhooks.set(webhook.id, webhook);
  return reply(call, webhook);
}

async function patchWebhook(call: ApiCall): Promise<ApiReply> {
  const webhook = webhookOf(call);
  const { url = webhook.url, enabled = webhook.enabled } = readWebhook(call, false);
  if (url !== webhook.url) await checkReachable(call.world, url);
  Object.assign(webhook, { url, enabled });
  return reply(call, webhook);
}

function readWebhook(
  call: ApiCall,
  isNew: boolean,
): { url: string | undefined; enabled: boolean | undefined } {
  const reader = new BodyReader(call.body);
  if (isNew) reader.require(['url']);
  const given = { url: reader.text('url')?.trim(), enabled: reader.flag('enabled') };
  reader.finish();
  return given;
}

function deleteWebhook(call: ApiCall): ApiReply {
  call.world.batchWebhooks.delete(webhookOf(call).id);
  return noContent;
}
