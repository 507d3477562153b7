import { readOperations } from '../batches/batch-input.js';
import type { BatchRunner } from '../batches/batch-runner.js';
import { batchView } from '../batches/batch-view.js';
import { noContent } from '../http/api-call.js';
import type { ApiCall, ApiReply, Route } from '../http/api-call.js';
import { links } from '../http/links.js';
import { page, paging } from '../http/paging.js';
import { Problem } from '../http/problem.js';
import { problems } from '../http/problems.js';
import type { Batch } from '../model/batch.js';
import type { World } from '../model/world.js';

const week = 7 * 24 * 3600;

export interface BatchDeps {
  readonly runner: () => BatchRunner;
  /** Batch webhooks on the way or waiting for a retry. */
  readonly pendingWebhooks: () => number;
}

/** Operations handed in together and worked off in the background (API §9). */
export function batchRoutes(deps: BatchDeps): readonly Route[] {
  return [
    { method: 'GET', path: '/batches', handle: getBatches },
    { method: 'POST', path: '/batches', handle: (call) => postBatch(call, deps) },
    { method: 'GET', path: '/batches/:batch_id', handle: (call) => reply(call, batchOf(call)) },
    { method: 'DELETE', path: '/batches/:batch_id', handle: deleteBatch },
  ];
}

/** Results live for a week. */
function recent(world: World): Batch[] {
  return [...world.batches.values()].filter(({ submittedAt }) => submittedAt > world.now() - week);
}

function batchOf(call: ApiCall): Batch {
  const batch = recent(call.world).find(({ id }) => id === call.params.batch_id);
  if (!batch) throw problems.notFound();
  return batch;
}

function reply({ world, origin }: ApiCall, batch: Batch): ApiReply {
  return { body: batchView(world, batch, origin), schema: 'Batches/Instance' };
}

function getBatches({ world, origin, query }: ApiCall): ApiReply {
  const batches = recent(world).reverse();
  return {
    body: {
      batches: page(batches, paging(query)).map((batch) => batchView(world, batch, origin)),
      total_items: batches.length,
      _links: links({ origin, path: '/batches', parent: '/', schema: 'Batches/Collection', can: ['create'] }),
    },
    schema: 'Batches/Collection',
  };
}

function postBatch(call: ApiCall, deps: BatchDeps): ApiReply {
  const { world } = call;
  const operations = readOperations(call.body);
  const waiting = recent(world).filter(({ status }) => status !== 'finished').length;
  const most = world.knobs.max_pending_batches;
  if (waiting >= most) {
    const rest = 'Please wait for some to complete before adding any more.';
    throw tooMany(`You have more than ${most} pending batches. ${rest}`);
  }
  const mostWebhooks = world.knobs.max_pending_webhooks;
  if (deps.pendingWebhooks() > mostWebhooks) {
    const rest = 'Please wait for some to complete before adding any more batches.';
    throw tooMany(`You have more than ${mostWebhooks} pending webhooks. ${rest}`);
  }
  const batch: Batch = {
    id: world.nextHex(10),
    status: 'pending',
    operations,
    total: operations.length,
    finished: 0,
    errored: 0,
    submittedAt: world.now(),
    completedAt: 0,
    archive: '',
  };
  world.batches.set(batch.id, batch);
  deps.runner().enqueue(batch);
  return reply(call, batch);
}

function tooMany(detail: string): Problem {
  return new Problem({ status: 429, title: 'Too Many Requests', detail });
}

function deleteBatch(call: ApiCall): ApiReply {
  call.world.batches.delete(batchOf(call).id);
  return noContent;
}
