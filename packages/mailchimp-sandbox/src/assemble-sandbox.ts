import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { archiveAt, batchResultsPath, batchView } from './batches/batch-view.js';
import { BatchRunner } from './batches/batch-runner.js';
import { batchWebhookForm } from './batches/batch-webhook-form.js';
import { controlApp } from './control/control-app.js';
import { guardControl } from './control/guard-control.js';
import { InFlight } from './http/in-flight.js';
import { Router } from './http/router.js';
import { serveApi } from './http/serve-api.js';
import type { ApiServer } from './http/serve-api.js';
import type { Batch } from './model/batch.js';
import type { World } from './model/world.js';
import { pageApp } from './page/page-app.js';
import type { Recorder } from './persistence/recorder.js';
import { allRoutes } from './routes/all-routes.js';
import { Courier } from './webhooks/courier.js';
import { WebhookSender } from './webhooks/webhook-sender.js';

export interface SandboxParts {
  readonly world: World;
  /** Absent when nothing is kept. */
  readonly recorder: Recorder | undefined;
  readonly adminToken: string | undefined;
  readonly origin: () => string;
}

/** Puts API, control API, page, webhooks and batches together on one world. */
export function assembleSandbox(parts: SandboxParts): Hono {
  const { world, recorder, origin } = parts;
  const settled = () => recorder?.settle();
  const courier = new Courier(world);
  new WebhookSender(world, courier);
  const batchCourier = new Courier(world);
  const api: ApiServer = {
    world,
    router: new Router(routes()),
    inFlight: new InFlight(world),
    origin,
    settled,
  };
  const runner = new BatchRunner(api, (batch) => {
    settled();
    tellBatch(parts, batchCourier, batch);
  });
  for (const batch of world.batches.values()) if (batch.completedAt === 0) runner.enqueue(batch);

  function routes() {
    const pendingWebhooks = () => batchCourier.state().in_flight + batchCourier.state().waiting_for_retry;
    return allRoutes({ runner: () => runner, pendingWebhooks });
  }

  const app = new Hono();
  app.onError(() => Response.json({ error: 'The sandbox failed.' }, { status: 500 }));
  app.use('/_sandbox/*', guardControl({ adminToken: parts.adminToken, settled }));
  addControl(app, parts, courier);
  addApi(app, api);
  return app;
}

function addControl(app: Hono, { world, recorder, origin }: SandboxParts, courier: Courier): void {
  const place = () => ({
    world,
    origin: origin(),
    seeded: (...seeding: Parameters<Recorder['seeded']>) => recorder?.seeded(...seeding),
  });
  const reset = () => {
    world.reset();
    courier.log.clear();
    recorder?.reset();
  };
  app.get('/_sandbox', (c) => c.redirect('/_sandbox/'));
  app.route('/_sandbox/', pageApp({ place, deliveries: courier.log, reset }));
  app.route('/_sandbox', controlApp({ place, courier, reset }));
}

function addApi(app: Hono, api: ApiServer): void {
  const serve = (c: Context) => serveApi(api, c.req.raw, callerOf(c));
  app.all('/3.0', serve);
  app.all('/3.0/*', serve);
  app.get(`${batchResultsPath}/:file`, (c) => {
    const archive = archiveAt(api.world, c.req.param('file'), new URL(c.req.url).searchParams);
    if (!archive)
      return c.body('<Error><Code>AccessDenied</Code></Error>', 403, { 'Content-Type': 'application/xml' });
    return c.body(new Uint8Array(archive), 200, { 'Content-Type': 'application/octet-stream' });
  });
}

/** Who calls without a socket is on this machine. */
function callerOf(c: Context): string {
  const address = c.env === undefined ? undefined : getConnInfo(c).remote.address;
  return (address ?? '127.0.0.1').replace(/^::ffff:/, '');
}

/** Tells the batch webhooks that a batch is done. */
function tellBatch({ world, origin }: SandboxParts, courier: Courier, batch: Batch): void {
  const body = batchWebhookForm(batchView(world, batch, origin()), world.now());
  for (const webhook of world.batchWebhooks.values()) {
    if (!webhook.enabled) continue;
    void courier.deliver({
      webhook: webhook.id,
      url: webhook.url,
      type: 'batch_operation_completed',
      body,
      headers: () => ({}),
      wanted: () => webhook.enabled && world.batchWebhooks.get(webhook.id) === webhook,
      gone: () => {
        webhook.enabled = false;
      },
    });
  }
}
