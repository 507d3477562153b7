import OdooAwait from 'odoo-await';
import { parseServerVersion, type ServerVersion } from '../server-version.js';
import { executeKwArguments } from './execute-kw-arguments.js';
import type { HttpLink } from './http-link.js';
import type { RpcCredentials } from './json-rpc.js';
import type { OdooCall } from './odoo-transport.js';
import { unexpectedAnswer } from './unexpected-answer.js';
import type { Wire, WireFailure } from './wire.js';
import { z } from 'zod';
import { type BridgeError, RecordError } from '../../support/errors.js';
import { errorCode } from '../../support/http/http-failure.js';
import { odooError } from '../odoo-error.js';
import { refusedLogin } from '../odoo-login-errors.js';
import { networkFailure } from './network-failure.js';

/** odoo-await as the bridge needs it: kept-alive connections, a path prefix, TLS options, a time-out. One per call. */
class OdooAwaitOverLink extends OdooAwait {
  readonly #link: HttpLink;
  readonly #signal: AbortSignal;

  constructor(link: HttpLink, login: RpcCredentials, signal: AbortSignal) {
    const { database: db, username, secret } = login;
    super({ baseUrl: link.base.origin, db, username, password: secret.reveal() });
    this.#link = link;
    this.#signal = signal;
  }

  override createClientOptions(path: string) {
    const options = super.createClientOptions(this.#link.pathOf(path));
    // A copy, for the client adds its own.
    const headers = { ...this.#link.headers };
    return { ...options, agent: this.#link.agent, signal: this.#signal, headers };
  }
}

async function once<T>(
  link: HttpLink,
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<T>,
  about?: OdooCall,
): Promise<T | null> {
  link.countCall();
  try {
    return await work(AbortSignal.timeout(timeoutMs));
  } catch (rejection) {
    // None has no form in XML-RPC: Odoo has done the work and then fails to say so.
    if (isFaultForNone(rejection)) return null;
    throw xmlRpcFailure(rejection, { where: link.base.origin, timeoutMs, about });
  }
}

const versionRequest =
  '<?xml version="1.0"?><methodCall><methodName>version</methodName><params/></methodCall>';

/** Undefined when nothing at the address speaks XML-RPC. odoo-await has no call for it. */
export async function xmlRpcVersion(link: HttpLink): Promise<ServerVersion | undefined> {
  const headers = { 'content-type': 'text/xml' };
  const answer = await link.request({
    method: 'POST',
    path: '/xmlrpc/2/common',
    body: versionRequest,
    headers,
  });
  if (answer.status === 404 || answer.status === 405) return undefined;
  if (answer.status !== 200) throw unexpectedAnswer(answer, link.base.origin);
  const version = /<name>server_version<\/name>\s*<value><string>([^<]*)/.exec(answer.text)?.[1];
  return parseServerVersion({ server_version: version });
}

/** The user's id; undefined when Odoo refuses. */
export async function xmlRpcLogin(link: HttpLink, login: RpcCredentials): Promise<number | undefined> {
  const uid: unknown = await once(
    link,
    link.timeoutMs,
    (signal) => new OdooAwaitOverLink(link, login, signal).connect() as Promise<unknown>,
  );
  return typeof uid === 'number' ? uid : undefined;
}

export function xmlRpcWire(link: HttpLink, login: RpcCredentials & { uid: number }): Wire {
  return {
    protocol: 'xmlrpc',
    send: (call) => {
      const timeoutMs = call.timeoutMs ?? link.timeoutMs;
      return once<unknown>(
        link,
        timeoutMs,
        (signal) => {
          const client = Object.assign(new OdooAwaitOverLink(link, login, signal), { uid: login.uid });
          return client.execute_kw(call.model, call.method, executeKwArguments(call)) as Promise<unknown>;
        },
        call,
      );
    },
  };
}

const faultSchema = z.object({ faultCode: z.union([z.number(), z.string()]), faultString: z.string() });
const withResponseSchema = z.object({
  body: z.string(),
  res: z.object({ statusCode: z.number(), headers: z.record(z.string(), z.unknown()) }),
});

function isFaultForNone(rejection: unknown): boolean {
  const fault = faultSchema.safeParse(rejection);
  return fault.success && fault.data.faultString.includes('cannot marshal None');
}

/** Meaning of what odoo-await rejects with: a plain string, a fault, a network error or a parser's complaint. */
function xmlRpcFailure(
  rejection: unknown,
  at: { where: string; timeoutMs: number; about: OdooCall | undefined },
): BridgeError | WireFailure {
  if (typeof rejection === 'string') return refusedLogin();
  const fault = faultSchema.safeParse(rejection);
  if (fault.success) return odooError(exceptionOf(fault.data), at.about);
  if (errorCode(rejection) !== 'unknown') return networkFailure(rejection, at.where, at.timeoutMs);
  const response = withResponseSchema.safeParse(rejection);
  if (!response.success) return unsendable();
  const { statusCode, headers } = response.data.res;
  const location = typeof headers.location === 'string' ? headers.location : '';
  return unexpectedAnswer({ status: statusCode, text: response.data.body, location }, at.where);
}

/** No answer and no error of the network: the request could not even be written. */
function unsendable(): RecordError {
  return new RecordError('A text holds a character that XML-RPC has no form for', {
    code: 'odoo.value',
    hint: 'Remove control characters from the text, or set odoo.protocol to auto.',
  });
}

/** Fault codes of Odoo's `/xmlrpc/2`; everything else is a traceback whose last line names the exception. */
const exceptionByCode: Readonly<Record<string, string>> = {
  2: 'odoo.exceptions.UserError',
  3: 'odoo.exceptions.AccessDenied',
  4: 'odoo.exceptions.AccessError',
};

function exceptionOf(fault: z.infer<typeof faultSchema>) {
  const known = exceptionByCode[String(fault.faultCode)];
  if (known) return { exception: known, message: fault.faultString };
  const lines = fault.faultString.trimEnd().split('\n');
  const raised =
    lines.findLast((line) => /^[\w.]+(Error|Exception|[A-Z]\w+)(:|$)/.test(line)) ?? lines.at(-1) ?? '';
  const [exception = '', ...message] = raised.split(': ');
  return { exception, message: message.join(': ') || exception };
}
