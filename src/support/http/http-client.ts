import axios from 'axios';
import type { Agent } from 'node:http';
import { httpAgent, type HttpAgentOptions } from './http-agent.js';
import { HttpFailure, httpFailure } from './http-failure.js';

export interface HttpClientOptions extends Pick<
  HttpAgentOptions,
  'maxConnections' | 'idleMs' | 'tls' | 'proxy'
> {
  /** Scheme, host and port; paths are put behind it. */
  origin: string;
  /** For a whole call, from the wait for a connection to the end of the answer, in milliseconds. */
  timeoutMs: number;
  /** Of every request. */
  headers?: Readonly<Record<string, string>>;
  /** In bytes; without a limit when left out. */
  largestAnswer?: number;
  /** In bytes; without a limit when left out. */
  largestBody?: number;
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its query. */
  path: string;
  body?: string;
  headers?: Readonly<Record<string, string>>;
  /** Instead of the client's own. */
  timeoutMs?: number;
  signal?: AbortSignal;
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

/** The way to one server: kept-alive connections, bounded in number, with a time-out on each phase. */
export interface HttpClient {
  /** For a library that makes its requests itself. */
  readonly agent: Agent;
  /**
   * One HTTP exchange, whatever its status; redirects are not followed.
   * @throws HttpFailure when no whole answer came
   */
  send(request: HttpRequest): Promise<HttpAnswer>;
  close(): void;
}

/** Makes the way to a server; a test may have one that needs no sockets. */
export type OpenHttp = (options: HttpClientOptions) => HttpClient;

/** A server that is there answers sooner. In milliseconds. */
const longestConnectMs = 10_000;

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { origin, timeoutMs, maxConnections, idleMs, tls, proxy } = options;
  const agent = httpAgent({
    secure: origin.startsWith('https:'),
    maxConnections,
    // A call that can't connect is told from one that is not answered.
    connectTimeoutMs: Math.min(longestConnectMs, timeoutMs / 2),
    ...(idleMs === undefined ? {} : { idleMs }),
    ...(tls === undefined ? {} : { tls }),
    ...(proxy === undefined ? {} : { proxy }),
  });
  const client = axios.create({
    httpAgent: agent,
    httpsAgent: agent,
    // The agent goes through it.
    proxy: false,
    maxRedirects: 0,
    maxContentLength: options.largestAnswer ?? -1,
    maxBodyLength: options.largestBody ?? -1,
    responseType: 'text',
    transformResponse: [],
    validateStatus: () => true,
  });
  return {
    agent,
    send: ({ method, path, body, headers, signal, timeoutMs: ownMs = timeoutMs }) =>
      withDeadline(ownMs, signal, async (deadline) => {
        const answer = await client.request<string>({
          method,
          url: origin + path,
          headers: { ...options.headers, ...headers },
          ...(body === undefined ? {} : { data: body }),
          signal: deadline,
        });
        const location: unknown = answer.headers.location;
        return {
          status: answer.status,
          text: answer.data,
          location: typeof location === 'string' ? location : '',
          cookies: answer.headers['set-cookie'] ?? [],
        };
      }),
    close: () => agent.destroy(),
  };
}

/** Axios counts the silence of the socket; a server that drips would never time out. */
async function withDeadline<T>(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  exchange: (deadline: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const stop = (): void => deadline.abort();
  const timer = setTimeout(stop, timeoutMs);
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();
  try {
    return await exchange(deadline.signal);
  } catch (error) {
    if (signal?.aborted === true) throw new HttpFailure('stopped', 'ABORT_ERR', true);
    throw httpFailure(error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}
