import { Hono } from 'hono';
import { notFound, receiverApp, type ReceiverDeps } from './receiver-app.js';
import type { Receiver } from './receiver.js';

export interface Readiness {
  ready: boolean;
  accounts: { account: string; ready: boolean; reason: string | null }[];
}

export interface AppDeps extends ReceiverDeps {
  /** Whether events can be taken now; servers on the other side may be down. */
  readiness(): Promise<Readiness>;
}

/** Everything `serve` answers. */
export function createApp(receivers: readonly Receiver[], deps: AppDeps): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.text('ok\n'));
  app.get('/readyz', async (c) => {
    const readiness = await deps.readiness();
    return c.json(readiness, readiness.ready ? 200 : 503);
  });
  app.get('/metrics', async (c) => {
    const { text, contentType } = await deps.metrics.render();
    return c.body(text, 200, { 'content-type': contentType });
  });
  app.route('/', receiverApp(receivers, deps));
  app.notFound(notFound);
  app.onError((err, c) => {
    deps.logger.error({ err }, 'A request failed');
    return c.text('failed\n', 500);
  });
  return app;
}
