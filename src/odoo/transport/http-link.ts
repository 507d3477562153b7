import type { Agent } from 'node:http';
import {
  createHttpClient,
  type HttpAnswer,
  type HttpClient,
  type OpenHttp,
} from '../../support/http/http-client.js';
import type { Secret } from '../../support/secret.js';
import { networkFailure } from './network-failure.js';

export interface LinkOptions {
  /** Where Odoo answers, a path prefix included: `https://host/prefix`. */
  url: string;
  database: string;
  timeoutMs: number;
  maxConnections: number;
  tls?: { ca?: string; rejectUnauthorized?: boolean };
  /** Login at a server before Odoo. */
  basicAuth?: { username: string; password: Secret };
  /** Address of a proxy on the way to an Odoo over TLS. */
  proxy?: string;
}

export interface OdooRequest {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  timeoutMs?: number | undefined;
}

/** An idle connection is closed before the server or a proxy does it just when a request goes out on it. */
const idleMs = 4_000;

/** The HTTP way to one Odoo: kept-alive connections, bounded in number, a time-out on everything, calls counted. */
export class HttpLink {
  /**
   * Of every request. Odoo 19 reads from it which database is meant; left to find out by itself it opens a connection
   * to PostgreSQL to list what databases there are, which takes longer than a small call.
   */
  readonly headers: Readonly<Record<string, string>>;
  readonly base: URL;
  readonly timeoutMs: number;
  #calls = 0;
  readonly #client: HttpClient;

  constructor(
    readonly options: LinkOptions,
    openHttp: OpenHttp = createHttpClient,
  ) {
    this.base = new URL(options.url);
    this.timeoutMs = options.timeoutMs;
    this.headers = { 'X-Odoo-Database': options.database, ...authorization(options) };
    const { maxConnections, timeoutMs, tls, proxy } = options;
    this.#client = openHttp({
      ...{ origin: this.base.origin, maxConnections, timeoutMs, idleMs, headers: this.headers },
      ...(tls === undefined ? {} : { tls }),
      ...(proxy === undefined ? {} : { proxy }),
    });
  }

  get agent(): Agent {
    return this.#client.agent;
  }

  get calls(): number {
    return this.#calls;
  }

  countCall(): void {
    this.#calls += 1;
  }

  /** Path below the prefix of the URL. */
  pathOf(path: string): string {
    return this.base.pathname.replace(/\/+$/, '') + path;
  }

  /** Whatever the server answers, of any status. Rejects with a WireFailure when no whole answer came. */
  async request(request: OdooRequest): Promise<HttpAnswer> {
    const { method, path, body, headers, timeoutMs = this.timeoutMs } = request;
    this.countCall();
    const json = method === 'POST' ? { 'content-type': 'application/json' } : {};
    try {
      return await this.#client.send({
        ...{ method, path: this.pathOf(path), timeoutMs, headers: { ...json, ...headers } },
        ...(body === undefined ? {} : { body: asText(body) }),
      });
    } catch (error) {
      throw networkFailure(error, this.base.origin, timeoutMs);
    }
  }

  close(): void {
    this.#client.close();
  }
}

function authorization({ basicAuth }: LinkOptions): Record<string, string> {
  if (basicAuth === undefined) return {};
  const login = `${basicAuth.username}:${basicAuth.password.reveal()}`;
  return { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
}

function asText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
