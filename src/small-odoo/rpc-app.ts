import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { systemClock } from '../support/clock.js';
import type { Fault, FaultPlan } from './faults.js';
import { OdooException } from './odoo-exception.js';
import type { RpcService, ServiceCall } from './rpc-service.js';
import type { VersionFacts } from './version-facts.js';

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

const tokens = /<(\/?)([\w:]+)\s*(\/?)>|([^<]+)/gu;

interface Token {
  kind: 'open' | 'close' | 'empty' | 'text';
  text: string;
}

function tokensOf(xml: string): Token[] {
  const plain = xml
    .replace(/<\?[^>]*\?>/u, '')
    .replace(/<!\[CDATA\[(.*?)\]\]>/gsu, (_, text: string) => escape(text));
  const found = [...plain.matchAll(tokens)];
  return found.map(([, close, name = '', empty, text]) => {
    if (text !== undefined) return { kind: 'text', text };
    return { kind: close ? 'close' : empty ? 'empty' : 'open', text: name };
  });
}

/** @throws Error when it is no call */
function parseCall(xml: string): { method: string; params: unknown[] } {
  const rest = tokensOf(xml);
  const method = /<methodName>([^<]+)<\/methodName>/u.exec(xml)?.[1];
  if (method === undefined) throw new Error('no method is called');
  const params: unknown[] = [];
  while (rest.length > 0) {
    const token = rest.shift();
    if (token?.kind === 'open' && token.text === 'param') params.push(nextValue(rest));
  }
  return { method, params };
}

/** What comes next, up to the end of its `value`. */
function nextValue(rest: Token[]): unknown {
  skipTo(rest, 'value');
  const first = rest.shift();
  if (first?.kind === 'close') return '';
  if (first?.kind === 'text' && first.text.trim() === '') return nextTyped(rest.shift(), rest, first.text);
  if (first?.kind === 'text') {
    rest.shift();
    return unescape(first.text);
  }
  return nextTyped(first, rest, '');
}

function nextTyped(type: Token | undefined, rest: Token[], blank: string): unknown {
  if (type === undefined || type.kind === 'close') return blank;
  const value = type.kind === 'empty' ? scalar(type.text, '') : ofType(type.text, rest);
  skipTo(rest, 'value', 'close');
  return value;
}

function ofType(type: string, rest: Token[]): unknown {
  if (type === 'array') return nextArray(rest);
  if (type === 'struct') return nextStruct(rest);
  const text = rest[0]?.kind === 'text' ? (rest.shift()?.text ?? '') : '';
  return scalar(type, unescape(text));
}

function nextArray(rest: Token[]): unknown[] {
  const values: unknown[] = [];
  while (rest.length > 0 && !(rest[0]?.kind === 'close' && rest[0].text === 'array')) {
    if (rest[0]?.kind === 'open' && rest[0].text === 'value') values.push(nextValue(rest));
    else if (rest[0]?.kind === 'empty' && rest[0].text === 'value') values.push(rest.shift() && '');
    else rest.shift();
  }
  return values;
}

function nextStruct(rest: Token[]): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  while (rest.length > 0 && !(rest[0]?.kind === 'close' && rest[0].text === 'struct')) {
    const token = rest.shift();
    if (token?.kind === 'open' && token.text === 'name')
      entries.push([unescape(rest.shift()?.text ?? ''), nextValue(rest)]);
  }
  return Object.fromEntries(entries);
}

function skipTo(rest: Token[], name: string, kind: Token['kind'] = 'open'): void {
  while (rest.length > 0) {
    const token = rest.shift();
    if (token?.text === name && token.kind === kind) return;
  }
}

function scalar(type: string, text: string): unknown {
  if (type === 'struct') return {};
  if (type === 'int' || type === 'i4' || type === 'i8' || type === 'double') return Number(text);
  if (type === 'boolean') return text === '1';
  if (type === 'nil') return null;
  return text;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const unescape = (text: string): string =>
  text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/giu, (whole: string, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole;
    return String.fromCodePoint(Number(name.replace('#x', '0x').replace('#', '')));
  });

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const head = "<?xml version='1.0'?>\n<methodResponse>\n";

/** @throws TypeError as Python does, for a value that has no form */
/** Those of ASCII but tab and line break. */
const controls = /(?![\t\n\r\u007F-\u009F])\p{Cc}/gu;

function writeResponse(value: unknown, { xmlRpcDropsControls }: VersionFacts): string {
  const answer = xmlRpcDropsControls ? written(value).replaceAll(controls, '') : written(value);
  return `${head}<params>\n<param>\n${answer}\n</param>\n</params>\n</methodResponse>\n`;
}

function writeFault(faultCode: number, faultString: string): string {
  return `${head}<fault>\n${written({ faultCode, faultString })}\n</fault>\n</methodResponse>\n`;
}

function written(value: unknown): string {
  return `<value>${form(value)}</value>`;
}

function form(value: unknown): string {
  if (value === null || value === undefined)
    throw new TypeError('cannot marshal None unless allow_none is enabled');
  if (typeof value === 'string') return `<string>${escape(value)}</string>`;
  if (typeof value === 'boolean') return `<boolean>${value ? '1' : '0'}</boolean>`;
  if (typeof value === 'number')
    return Number.isInteger(value) ? `<int>${value}</int>` : `<double>${value}</double>`;
  if (Array.isArray(value)) return `<array><data>\n${value.map(written).join('\n')}\n</data></array>`;
  const members = Object.entries(value).map(
    ([name, inner]) => `<member>\n<name>${escape(name)}</name>\n${written(inner)}\n</member>`,
  );
  return `<struct>\n${members.join('\n')}\n</struct>`;
}
