import OdooAwait from 'odoo-await';
import { parseServerVersion, type ServerVersion } from '../server-version.js';
import { executeKwArguments } from './execute-kw-arguments.js';
import type { HttpLink } from './http-link.js';
import type { RpcCredentials } from './json-rpc.js';
import type { OdooCall } from './odoo-transport.js';
import { unexpectedAnswer } from './unexpected-answer.js';
import type { Wire } from './wire.js';
import { isFaultForNone, xmlRpcFailure } from './xml-rpc-failure.js';

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
