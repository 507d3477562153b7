import axios, { type AxiosInstance } from 'axios';
import type { Agent } from 'node:http';
import { networkFailure } from './network-failure.js';
import { watchedAgent } from './watched-agent.js';

export interface LinkOptions {
  /** Where Odoo answers, a path prefix included: `https://host/prefix`. */
  url: string;
  database: string;
  timeoutMs: number;
  maxConnections: number;
  tls?: { ca?: string; rejectUnauthorized?: boolean };
}

export interface HttpAnswer {
  status: number;
  /** The undecoded body. */
  text: string;
  /** Target of a redirect, `''` when there is none. */
  location: string;
  /** `set-cookie` headers. */
  cookies: readonly string[];
}

export interface HttpRequest {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  timeoutMs?: number | undefined;
}

const longestConnectMs = 10_000;

/** The HTTP way to one Odoo: kept-alive connections, bounded in number, a time-out on everything, calls counted. */
export class HttpLink {
  readonly agent: Agent;
  /**
   * Of every request. Odoo 19 reads from it which database is meant; left to find out by itself it opens a connection
   * to PostgreSQL to list what databases there are, which takes longer than a small call.
   */
  readonly headers: Readonly<Record<string, string>>;
  readonly base: URL;
  readonly timeoutMs: number;
  #calls = 0;
  readonly #client: AxiosInstance;

  constructor(readonly options: LinkOptions) {
    this.base = new URL(options.url);
    this.timeoutMs = options.timeoutMs;
    this.headers = { 'X-Odoo-Database': options.database };
    this.agent = watchedAgent({
      secure: this.base.protocol === 'https:',
      maxConnections: options.maxConnections,
      connectTimeoutMs: Math.min(longestConnectMs, options.timeoutMs / 2),
      ...(options.tls ? { tls: options.tls } : {}),
    });
    this.#client = axios.create({
      httpAgent: this.agent,
      httpsAgent: this.agent,
      proxy: false,
      maxRedirects: 0,
      responseType: 'text',
      transformResponse: [],
      validateStatus: () => true,
    });
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
  async request(request: HttpRequest): Promise<HttpAnswer> {
    const timeoutMs = request.timeoutMs ?? this.timeoutMs;
    this.countCall();
    try {
      const { status, data, headers } = await this.#client.request<string>({
        method: request.method,
        url: this.base.origin + this.pathOf(request.path),
        headers: {
          ...this.headers,
          ...(request.method === 'POST' ? { 'content-type': 'application/json' } : {}),
          ...request.headers,
        },
        signal: AbortSignal.timeout(timeoutMs),
        ...(request.body === undefined ? {} : { data: asText(request.body) }),
      });
      const location: unknown = headers.location;
      return {
        status,
        text: data,
        location: typeof location === 'string' ? location : '',
        cookies: headers['set-cookie'] ?? [],
      };
    } catch (error) {
      throw networkFailure(error, this.base.origin, timeoutMs);
    }
  }

  close(): void {
    this.agent.destroy();
  }
}

function asText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
