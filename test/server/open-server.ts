import { request } from 'node:http';
import { createApp } from '../../src/server/create-app.js';
import { listen } from '../../src/server/listen.js';
import { createMetrics } from '../../src/server/metrics.js';
import type { ReceivedEvent, Receiver } from '../../src/server/receiver.js';
import { systemClock, type Clock } from '../../src/support/clock.js';
import { createLogger } from '../../src/support/logger.js';
import { Secret } from '../../src/support/secret.js';

export const pokeToken = 'the-token-that-Odoo-calls-with';
export const token = 'the-token-that-is-long-enough';

export interface Answer {
  status: number;
  text: string;
  headers: Headers;
}

export interface TestServer {
  url: string;
  kept: ReceivedEvent[];
  /** How often Odoo has called. */
  pokes: number;
  /** Lines of the log. */
  log: string[];
  /** What the receiver answers when it is to keep an event; true unless a test says otherwise. */
  keep: () => Promise<boolean>;
  get(path: string, method?: string): Promise<Answer>;
  /** A form, as MailChimp sends it. */
  post(path: string, body: string | Uint8Array, headers?: Record<string, string>): Promise<Answer>;
  metrics(): Promise<string>;
  close(): void;
}

interface ServerOptions {
  receiver?: Partial<Receiver>;
  others?: readonly Receiver[];
  clock?: Clock;
  requestTimeoutMs?: number;
}

/** The HTTP side of `serve`, with a receiver that only writes down what it is given. */
export async function openServer(options: ServerOptions = {}): Promise<TestServer> {
  const { clock = systemClock, requestTimeoutMs = 10_000 } = options;
  const log: string[] = [];
  const kept: ReceivedEvent[] = [];
  const metrics = createMetrics();
  const receiver: Receiver = {
    ...{
      account: 'acme',
      tokens: [new Secret(token)],
      pokeTokens: [new Secret(pokeToken)],
      prefix: null,
      trustProxy: false,
      signingKeys: [],
    },
    keep(event) {
      kept.push(event);
      return server.keep();
    },
    poke() {
      server.pokes += 1;
    },
    ...options.receiver,
  };
  const logger = createLogger({ level: 'debug', destination: { write: (line) => log.push(line) } });
  const readiness = () => Promise.resolve({ ready: true, accounts: [] });
  const app = createApp([receiver, ...(options.others ?? [])], { metrics, logger, clock, readiness });
  const listening = await listen(app, { host: '127.0.0.1', port: 0, requestTimeoutMs });
  const call = async (path: string, init: RequestInit): Promise<Answer> => {
    const answer = await fetch(`${listening.url}${path}`, { redirect: 'manual', ...init });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  const form = 'application/x-www-form-urlencoded';
  const server: TestServer = {
    url: listening.url,
    ...{ kept, pokes: 0 },
    log,
    keep: () => Promise.resolve(true),
    get: (path, method = 'GET') => call(path, { method }),
    post: (path, body, headers = {}) =>
      call(path, {
        method: 'POST',
        body: body as NonNullable<RequestInit['body']>,
        headers: { 'content-type': form, ...headers },
      }),
    metrics: async () => (await call('/metrics', {})).text,
    close: () => listening.close(),
  };
  return server;
}

/**
 * Sends the head of a POST and then its body bit by bit, for as long as the server lets it.
 * @returns the status of the answer, 0 when the connection was just ended
 */
export function drip(url: string, path: string, everyMs: number): Promise<number> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '1000' };
    const call = request(`${url}${path}`, { method: 'POST', headers });
    const timer = setInterval(() => call.write('a'), everyMs);
    const end = (status: number): void => {
      clearInterval(timer);
      call.destroy();
      resolve(status);
    };
    call.on('response', (answer) => end(answer.statusCode ?? 0));
    call.on('error', () => end(0));
    call.flushHeaders();
  });
}
