import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { systemClock } from '../support/clock.js';
import type { Fault, FaultPlan } from './faults.js';
import { OdooException } from './odoo-exception.js';
import type { RpcService, ServiceCall } from './rpc-service.js';
import { parseCall, writeFault, writeResponse } from './xml-rpc.js';

type App = Hono<{ Bindings: HttpBindings }>;
type At = Context<{ Bindings: HttpBindings }>;

const requestSchema = z.object({
  id: z.unknown().optional(),
  params: z.object({ service: z.string(), method: z.string(), args: z.array(z.unknown()) }),
});

/** Odoo's three protocols, JSON-2 only where the version has it. */
export function rpcApp(service: RpcService, faults: FaultPlan): App {
  const app: App = new Hono();
  const way = { service, faults };
  app.post('/jsonrpc', (c) => jsonRpc(c, way));
  app.post('/xmlrpc/2/:service', (c) => xmlRpc(c, way));
  if (service.database.facts.hasJson2) {
    app.get('/web/version', (c) => c.json(service.version()));
    app.post('/json/2/:model/:method', (c) => json2(c, way));
  }
  return app;
}

interface Way {
  service: RpcService;
  faults: FaultPlan;
}

/** What Odoo raised instead of an answer. */
class Raised {
  constructor(readonly exception: OdooException) {}
}

/** Refusals come with HTTP 200, too. */
async function jsonRpc(c: At, { service, faults }: Way): Promise<Response> {
  const { id, params } = requestSchema.parse(await c.req.json());
  return withFaults(c, faults.take(methodOf(params)), () => {
    const answer = attempt(() => service.run(params));
    const head = { jsonrpc: '2.0', id: id ?? null };
    if (!(answer instanceof Raised)) return c.json({ ...head, result: answer });
    const error = { code: 200, message: 'Odoo Server Error', data: raised(answer.exception) };
    return c.json({ ...head, error });
  });
}

async function xmlRpc(c: At, { service, faults }: Way): Promise<Response> {
  const { method, params } = parseCall(await c.req.text());
  const call = { service: c.req.param('service') ?? '', method, args: params };
  return withFaults(c, faults.take(methodOf(call)), () => {
    const answer = attempt(() => writeResponse(service.run(call), service.database.facts));
    const body = answer instanceof Raised ? faultOf(answer.exception) : String(answer);
    return c.body(body, 200, { 'content-type': 'text/xml' });
  });
}

const json2Body = z.looseObject({ ids: z.array(z.number()).optional() });

async function json2(c: At, { service, faults }: Way): Promise<Response> {
  const { model = '', method = '' } = c.req.param();
  const { ids, ...kwargs } = json2Body.parse(await c.req.json());
  return withFaults(c, faults.take(method), () => {
    const database = c.req.header('x-odoo-database') ?? service.databaseName;
    if (database !== service.databaseName) return c.html('<p>No database is selected.</p>', 404);
    const key = (c.req.header('authorization') ?? '').replace(/^bearer /iu, '');
    const call = { model, method, args: ids === undefined ? [] : [ids], kwargs };
    const answer = attempt(() => service.runWithKey(key, call));
    if (!(answer instanceof Raised)) return c.json(answer as null);
    return c.json(raised(answer.exception), statusOf(answer.exception));
  });
}

async function withFaults(c: At, fault: Fault | undefined, work: () => Response): Promise<Response> {
  if (fault?.kind === 'page') return c.html(page(fault.status), fault.status);
  if (fault?.kind === 'delay') await systemClock.sleep(fault.ms);
  const answer = fault?.kind === 'reset' ? c.body(null) : work();
  if (fault?.kind === 'reset' || fault?.kind === 'lose_answer') c.env.incoming.socket.destroy();
  return answer;
}

function methodOf({ method, args }: ServiceCall): string {
  return method === 'execute_kw' ? String(args[4]) : method;
}

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return new Raised(asException(error));
  }
}

function asException(error: unknown): OdooException {
  if (error instanceof OdooException) return error;
  return new OdooException('builtins.TypeError', error instanceof Error ? error.message : 'failed');
}

function raised({ exception, message }: OdooException): object {
  return { name: exception, message, arguments: [message], context: {}, debug: '' };
}

function statusOf({ exception, message }: OdooException): 401 | 403 | 404 | 422 | 500 {
  if (exception.endsWith('.Unauthorized')) return 401;
  if (exception.endsWith('.AccessError')) return 403;
  if (exception.endsWith('.MissingError') || /doesn't exist|does not exist/u.test(message)) return 404;
  return /\.(?:UserError|ValidationError)$/u.test(exception) ? 422 : 500;
}

/** A refusal has a code of its own, all else is a traceback. */
function faultOf({ exception, message }: OdooException): string {
  const name = exception.split('.').at(-1) ?? '';
  const codes: Readonly<Record<string, number>> = {
    ...{ UserError: 2, ValidationError: 2, MissingError: 2 },
    ...{ AccessDenied: 3, AccessError: 4 },
  };
  const code = codes[name];
  if (code !== undefined) return writeFault(code, message);
  return writeFault(
    1,
    `Traceback (most recent call last):\n${exception.replace(/^builtins\./u, '')}: ${message}\n`,
  );
}

function page(status: number): string {
  return `<html><head><title>${status}</title></head><body><h1>${status} from the proxy</h1></body></html>`;
}
