import { Hono } from 'hono';
import type { Context } from 'hono';
import { Problem } from '../http/problem.js';
import { parseObject } from '../http/read-body.js';
import type { Courier } from '../webhooks/courier.js';
import {
  audienceNamed,
  clockView,
  postAudience,
  postCampaign,
  postClock,
  postMembers,
  postOddMembers,
  postPersona,
  putKnobs,
} from './control-actions.js';
import type { ControlPlace } from './control-actions.js';
import { ControlError } from './control-error.js';
import { dump } from './dump.js';

export interface ControlDeps {
  readonly place: () => ControlPlace;
  readonly courier: Courier;
  readonly reset: () => void;
}

/** The control API under `/_sandbox`, which no request count sees; README.md. */
export function controlApp(deps: ControlDeps): Hono {
  const app = new Hono();
  app.onError(answerError);
  app.post('/reset', (c) => {
    deps.reset();
    return c.json({ ok: true });
  });
  addAudienceRoutes(app, deps);
  addRequestRoutes(app, deps);
  addDeliveryRoutes(app, deps);
  app.get('/clock', (c) => c.json(clockView(deps.place())));
  app.post('/clock', async (c) => c.json(postClock(deps.place(), await body(c))));
  app.get('/knobs', (c) => c.json(deps.place().world.knobs));
  app.put('/knobs', async (c) => c.json(putKnobs(deps.place(), await body(c))));
  app.get('/dump', (c) => dumpResponse(c, dump(deps.place().world)));
  return app;
}

function addAudienceRoutes(app: Hono, { place }: ControlDeps): void {
  const named = (id: string) => audienceNamed(place().world, id);
  app.post('/audiences', async (c) => c.json(postAudience(place(), await body(c))));
  app.post('/audiences/:id/members', async (c) =>
    c.json(postMembers(place(), named(c.req.param('id')), await body(c))),
  );
  app.post('/audiences/:id/odd-members', async (c) =>
    c.json(postOddMembers(place(), named(c.req.param('id')), await body(c))),
  );
  app.post('/audiences/:id/campaigns', async (c) =>
    c.json(postCampaign(place(), named(c.req.param('id')), await body(c))),
  );
  app.post('/audiences/:id/persona', async (c) =>
    c.json(postPersona(place(), named(c.req.param('id')), await body(c))),
  );
}

function addRequestRoutes(app: Hono, { place }: ControlDeps): void {
  app.get('/requests', (c) => c.json(place().world.requests.summary()));
  app.get('/requests/recent', (c) => c.json({ requests: place().world.requests.recent() }));
  app.delete('/requests', (c) => {
    place().world.requests.clear();
    return c.json({ ok: true });
  });
}

function addDeliveryRoutes(app: Hono, { courier }: ControlDeps): void {
  const state = () => ({ ...courier.state(), ...courier.log.summary() });
  app.get('/deliveries', (c) => c.json(state()));
  app.post('/deliveries/settle', async (c) => {
    await courier.settled();
    return c.json(state());
  });
}

async function body(c: Context): Promise<Record<string, unknown>> {
  return parseObject(await c.req.text());
}

function answerError(error: Error): Response {
  if (error instanceof ControlError) return Response.json({ error: error.message }, { status: error.status });
  if (!(error instanceof Problem)) return Response.json({ error: 'The sandbox failed.' }, { status: 500 });
  const { detail, errors, status } = error.details;
  return Response.json({ error: detail, ...(errors ? { errors } : {}) }, { status });
}

function dumpResponse(c: Context, pieces: Generator<string>): Response {
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = pieces.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
  });
  return c.body(stream, 200, { 'Content-Type': 'application/json; charset=utf-8' });
}
