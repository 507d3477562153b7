import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { ServerType } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import { systemClock } from '../../support/clock.js';
import type { Clock } from '../../support/clock.js';
import { controlApp } from './control/control-app.js';
import { InFlight } from './http/in-flight.js';
import { Router } from './http/router.js';
import { serveApi } from './http/serve-api.js';
import type { ApiServer } from './http/serve-api.js';
import { World } from './model/world.js';
import { allRoutes } from './routes/all-routes.js';

export interface SandboxOptions {
  /** 0 (the default): any free port. */
  port?: number | undefined;
  host?: string | undefined;
  /** When given, control calls have to show it. */
  adminToken?: string | undefined;
  /** Decides every identifier and every draw of chance; 1 by default. */
  seed?: number | undefined;
  /** Folder that keeps the state between runs; nothing is kept without it. */
  dataDir?: string | undefined;
  clock?: Clock | undefined;
}

export interface Sandbox {
  /** Base of the API: `http://127.0.0.1:4010/3.0`. */
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the MailChimp sandbox and resolves when it listens; rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1';
  const world = new World(options.clock ?? systemClock, options.seed ?? 1);
  let origin = '';
  const api: ApiServer = {
    world,
    router: new Router(allRoutes),
    inFlight: new InFlight(world),
    origin: () => origin,
  };
  const server = createAdaptorServer({ fetch: sandboxApp(api, options.adminToken).fetch });
  const port = await listen(server, options.port ?? 0, host);
  origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return { url: `${origin}/3.0`, origin, port, close: () => closeServer(server, world) };
}

function sandboxApp(api: ApiServer, adminToken: string | undefined): Hono {
  const { world } = api;
  const app = new Hono();
  const control = controlApp({
    world,
    origin: api.origin,
    adminToken,
    seeded: () => undefined,
    settled: () => undefined,
    reset: () => world.reset(),
  });
  app.route('/_sandbox', control);
  const serve = (c: Parameters<typeof getConnInfo>[0]) => serveApi(api, c.req.raw, callerOf(c));
  app.all('/3.0', serve);
  app.all('/3.0/*', serve);
  return app;
}

function callerOf(c: Parameters<typeof getConnInfo>[0]): string {
  return (getConnInfo(c).remote.address ?? '127.0.0.1').replace(/^::ffff:/, '');
}

function listen(server: ServerType, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function closeServer(server: ServerType, world: World): Promise<void> {
  world.closing.abort();
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
