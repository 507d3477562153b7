import { randomUUID } from 'node:crypto';
import type { World } from '../model/world.js';
import type { ApiReply } from './api-call.js';
import { authenticate } from './authenticate.js';
import { catalogued } from './error-catalogue.js';
import type { InFlight } from './in-flight.js';
import { projection } from './projection.js';
import { problems } from './problems.js';
import { readBody } from './read-body.js';
import { failureResponse, successResponse } from './respond.js';
import type { Match, Router } from './router.js';
import { drawTrouble, letTimePass } from './trouble.js';

export interface ApiServer {
  readonly world: World;
  readonly router: Router;
  readonly inFlight: InFlight;
  /** Where the sandbox is reached: `http://127.0.0.1:4010`. */
  readonly origin: () => string;
  /** After every write: what has to be remembered is. */
  readonly settled: () => void;
}

/** Answers one request below `/3.0`, counted and timed from its arrival to its answer. */
export async function serveApi(server: ApiServer, request: Request, ip: string): Promise<Response> {
  const started = server.world.clock.now();
  const requestId = randomUUID();
  const url = new URL(request.url);
  const path = url.pathname.slice('/3.0'.length) || '/';
  const override = request.headers.get('x-http-method-override');
  const method = override && request.method === 'POST' ? override.toUpperCase() : request.method;
  const match = server.router.match(method, path);
  const incoming: Incoming = { request, requestId, match, query: url.searchParams, ip, override };
  const response = await answer(server, incoming);
  server.world.requests.add({
    at: started.toISOString(),
    method,
    path: url.pathname,
    route: `${method} ${match?.path ?? '(unknown)'}`,
    status: response.status,
    ms: server.world.clock.now().getTime() - started.getTime(),
  });
  return response;
}

interface Incoming {
  request: Request;
  requestId: string;
  match: Match | undefined;
  query: URLSearchParams;
  ip: string;
  override: string | null;
}

async function answer(server: ApiServer, incoming: Incoming): Promise<Response> {
  try {
    const key = authenticate(incoming.request, incoming.query, server.world.knobs);
    const leave = server.inFlight.enter(key);
    try {
      return await work(server, incoming);
    } finally {
      leave();
    }
  } catch (error) {
    return failureResponse(error, incoming.requestId);
  }
}

async function work(server: ApiServer, incoming: Incoming): Promise<Response> {
  const { world } = server;
  const { request, query, match, requestId } = incoming;
  if (incoming.override && request.method !== 'POST') throw catalogued('InvalidMethodOverride');
  const trouble = drawTrouble(world, request.headers);
  if (trouble && !world.knobs.fail_after_work) await trouble();
  const body = await readBody(request, world.knobs.max_body_bytes);
  const view = projection(query);
  const reply = await handle(server, match, { query, body, projection: view, ip: incoming.ip });
  await letTimePass(world, reply.members ?? 0);
  if (trouble) await trouble();
  if (world.knobs.unknown_fields === 'error' && !view.fits(reply.body))
    throw catalogued('RequestedFieldsInvalid');
  return successResponse(reply, view, requestId);
}

type Given = Pick<
  Parameters<NonNullable<Match['route']>['handle']>[0],
  'query' | 'body' | 'projection' | 'ip'
>;

/** Runs the route; also what the operations of a batch go through. */
export async function handle(server: ApiServer, match: Match | undefined, given: Given): Promise<ApiReply> {
  if (!match) throw problems.notFound();
  if (!match.route) {
    const { detail } = catalogued('MethodNotAllowed').details;
    throw problems.notAllowed(match.allow.join(', '), detail);
  }
  const call = { ...given, world: server.world, params: match.params, origin: server.origin() };
  try {
    return await match.route.handle(call);
  } finally {
    if (match.route.method !== 'GET') server.settled();
  }
}
