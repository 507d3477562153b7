import { Hono } from 'hono';
import type { Context } from 'hono';
import { Problem } from '../http/problem.js';
import { parseObject } from '../http/read-body.js';
import type { Audience } from '../model/audience.js';
import type { World } from '../model/world.js';
import { audienceNamed, postAudience, postMembers, postPersona, putKnobs } from './control-actions.js';
import type { ControlPlace } from './control-actions.js';
import { ControlError } from './control-error.js';
import { controlGuard } from './control-guard.js';
import { dump } from './dump.js';
import type { Seeding } from './seed-members.js';

export interface ControlDeps {
  readonly world: World;
  readonly origin: () => string;
  readonly adminToken: string | undefined;
  readonly seeded: (audience: Audience, seeding: Seeding) => void;
  /** After every call: what has to be remembered is. */
  readonly settled: () => void;
  readonly reset: () => void;
}

/** The control API under `/_sandbox`, which no request count sees; docs/sandbox.md. */
export function controlApp(deps: ControlDeps): Hono {
  const { world } = deps;
  const app = new Hono();
  app.use('*', guard(deps));
  app.onError(answerError);
  app.post('/reset', (c) => {
    deps.reset();
    return c.json({ ok: true });
  });
  app.post('/audiences', async (c) => c.json(postAudience(place(deps), await body(c))));
  app.post('/audiences/:id/members', async (c) =>
    c.json(postMembers(place(deps), audienceNamed(world, c.req.param('id')), await body(c))),
  );
  app.post('/audiences/:id/persona', async (c) =>
    c.json(postPersona(place(deps), audienceNamed(world, c.req.param('id')), await body(c))),
  );
  app.get('/requests', (c) => c.json(world.requests.summary()));
  app.get('/requests/recent', (c) => c.json({ requests: world.requests.recent() }));
  app.delete('/requests', (c) => {
    world.requests.clear();
    return c.json({ ok: true });
  });
  app.get('/knobs', (c) => c.json(world.knobs));
  app.put('/knobs', async (c) => c.json(putKnobs(place(deps), await body(c))));
  app.get('/dump', (c) => dumpResponse(c, world));
  return app;
}

const place = ({ world, origin, seeded }: ControlDeps): ControlPlace => ({ world, origin: origin(), seeded });

async function body(c: Context): Promise<Record<string, unknown>> {
  return parseObject(await c.req.text());
}

function guard(deps: ControlDeps) {
  return async (c: Context, next: () => Promise<void>): Promise<Response | undefined> => {
    const verdict = controlGuard(c.req.raw, deps.adminToken);
    if (verdict === 'foreign')
      return c.json({ error: 'This call comes from a page of another origin.' }, 403);
    if (verdict === 'token') return c.json({ error: 'The control API needs the admin token.' }, 401);
    await next();
    if (c.req.method !== 'GET') deps.settled();
    return undefined;
  };
}

function answerError(error: Error): Response {
  if (error instanceof ControlError) return Response.json({ error: error.message }, { status: error.status });
  if (!(error instanceof Problem)) return Response.json({ error: 'The sandbox failed.' }, { status: 500 });
  const { detail, errors, status } = error.details;
  return Response.json({ error: detail, ...(errors ? { errors } : {}) }, { status });
}

function dumpResponse(c: Context, world: World): Response {
  const pieces = dump(world);
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
