import type { z } from 'zod';
import { BridgeError, OperatorError, BusyError } from '../support/errors.js';
import {
  createHttpClient,
  type HttpAnswer,
  type HttpRequest,
  type OpenHttp,
} from '../support/http/http-client.js';
import { oddPlace } from '../support/odd-place.js';
import { freePass, freely, type AskWrite, type PassGate } from '../support/write-gate.js';
import { baseUrlOf, type MailchimpConnection } from './mailchimp-connection.js';
import { answerError, unexpected } from './mailchimp-error.js';
import { brokenAnswer, networkError } from './network-error.js';
import { createRateLimiter } from './rate-limiter.js';
import { withRetry, type RetryDeps } from './retry.js';
import type { Route } from './route.js';
import type { Clock } from '../support/clock.js';

export interface ApiCall {
  method: HttpRequest['method'];
  route: Route;
  query?: Record<string, string | number | boolean>;
  body?: object;
  signal?: AbortSignal;
}

/** Told of each HTTP call when it is over; `status` is that of the answer, or the code of why there was none. */
export type ObserveCall = (call: { method: string; route: string; status: string }) => void;

export interface ApiClient {
  /** HTTP calls made so far. */
  readonly calls: number;
  /**
   * @throws BridgeError typed by remedy, after the retries it allows
   * @throws the reason of `call.signal` when that is aborted
   */
  request<T>(call: ApiCall, schema: z.ZodType<T>): Promise<T>;
  /** Calls under way are given up. */
  close(): void;
}

/** MailChimp closes a call after 120 s (mailchimp-api §8.1); waiting a little longer lets its own answer arrive. */
const defaultTimeoutMs = 125_000;
const expirationMarginMs = 5_000;

export interface ApiClientDeps extends RetryDeps {
  observe?: ObserveCall;
  /** What every write has to pass (B71). */
  askWrite?: AskWrite;
  /** [createHttpClient] */
  openHttp?: OpenHttp;
}

export function createApiClient(
  connection: MailchimpConnection,
  { observe, askWrite = freely, openHttp = createHttpClient, ...deps }: ApiClientDeps,
): ApiClient {
  const { maxConnections, timeoutMs = defaultTimeoutMs } = connection;
  const way = openWay(connection, timeoutMs, openHttp);
  const limiter = createRateLimiter(maxConnections, timeoutMs + expirationMarginMs);
  const underWay = createUnderWay();
  const gate = createBlockGate(deps.clock);
  let calls = 0;
  const attempt = async (call: ApiCall, signal: AbortSignal, pass: PassGate): Promise<unknown> =>
    limiter.schedule(async () => {
      await pass();
      signal.throwIfAborted();
      gate.pass();
      calls += 1;
      const send = observe === undefined ? way.send : observed(way.send, call, observe);
      return exchange(behind(gate, send), call, signal);
    });
  return {
    get calls() {
      return calls;
    },
    request(call, schema) {
      const pass = call.method === 'GET' ? freePass : askWrite();
      return underWay.run(call.signal, async (signal) => {
        // Only the call itself holds a connection; the pause before another try does not.
        const body = await withRetry(deps, signal, () => attempt(call, signal, pass));
        return parse(schema, body, call);
      });
    },
    close() {
      underWay.abortAll();
      way.close();
    },
  };
}

/** @throws BridgeError when there is no answer, without anything of the request */
type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/** A page of a thousand members with every merge field stays far below. */
const largestAnswer = 64 * 1024 * 1024;
const largestBody = 16 * 1024 * 1024;

function openWay(
  connection: MailchimpConnection,
  timeoutMs: number,
  openHttp: OpenHttp,
): { send: Send; close(): void } {
  const { maxConnections, apiKey, proxy } = connection;
  const { origin, host, pathname } = new URL(baseUrlOf(connection));
  const login = Buffer.from(`odoo-mailchimp:${apiKey.reveal().trim()}`).toString('base64');
  const headers = {
    Authorization: `Basic ${login}`,
    'User-Agent': 'odoo-mailchimp',
    Accept: 'application/json',
  };
  const http = openHttp({
    ...{ origin, maxConnections, timeoutMs, headers, largestAnswer, largestBody },
    ...(proxy === undefined ? {} : { proxy }),
  });
  return {
    send: ({ path, ...request }) =>
      http.send({ ...request, path: pathname + path }).catch((error: unknown) => {
        throw networkError(error, host);
      }),
    close: () => http.close(),
  };
}

function observed(send: Send, { method, route }: ApiCall, observe: ObserveCall): Send {
  const tell = (status: string): void => observe({ method, route: route.label, status });
  return (request) =>
    send(request).then(
      (answer) => {
        tell(String(answer.status));
        return answer;
      },
      (error: unknown) => {
        tell(error instanceof BridgeError ? error.code : 'failed');
        throw error;
      },
    );
}

/** Every answer is looked at for whether it is MailChimp's at all. */
function behind(gate: BlockGate, send: Send): Send {
  return async (request) => {
    const answer = await send(request);
    const refusal = isBlocked(answer) ? blocked(answer.status) : null;
    gate.note(refusal);
    if (refusal !== null) throw refusal;
    return answer;
  };
}

/** The parsed body of a success; undefined when it has none (204). */
async function exchange(send: Send, call: ApiCall, signal: AbortSignal): Promise<unknown> {
  const { method, route, query, body } = call;
  const path = query === undefined ? route.path : `${route.path}?${encodeQuery(query)}`;
  const json = { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  const answer = await send({ method, path, signal, ...(body === undefined ? {} : json) });
  const parsed = parseJson(answer.text);
  if (answer.status < 200 || answer.status >= 300) throw answerError(answer.status, parsed, route);
  if (parsed !== undefined || answer.text === '') return parsed;
  throw /^\s*[[{]/u.test(answer.text) ? brokenAnswer() : unexpected(answer.status);
}

/** `+` goes out as `%2B`, or MailChimp reads a space (§4). */
function encodeQuery(query: NonNullable<ApiCall['query']>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) search.set(key, String(value));
  return search.toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function parse<T>(schema: z.ZodType<T>, body: unknown, { method, route }: ApiCall): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new OperatorError(
    `MailChimp answered ${method} ${route.label} in a form the bridge doesn’t know (${oddPlace(parsed.error, body)})`,
    { code: 'mailchimp.unexpected_form', hint: 'Report this with the command that led to it.' },
  );
}

/** The requests under way, so that closing can end them. */
interface UnderWay {
  /**
   * Runs `work` with a signal that aborts with `outer` and with `abortAll`.
   * @throws the reason of `outer`, or OperatorError `mailchimp.closed`, when it was ended
   */
  run<T>(outer: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  abortAll(): void;
}

/** A controller per request: a signal shared by hundreds of them would gather as many listeners. */
function createUnderWay(): UnderWay {
  const controllers = new Set<AbortController>();
  let closed = false;
  return {
    async run(outer, work) {
      const controller = new AbortController();
      const abort = (): void => controller.abort();
      if (closed || outer?.aborted === true) abort();
      outer?.addEventListener('abort', abort, { once: true });
      controllers.add(controller);
      try {
        return await work(controller.signal);
      } catch (error) {
        outer?.throwIfAborted();
        throw closed ? closedError() : error;
      } finally {
        controllers.delete(controller);
        outer?.removeEventListener('abort', abort);
      }
    },
    abortAll() {
      closed = true;
      for (const controller of controllers) controller.abort();
    },
  };
}

function closedError(): OperatorError {
  return new OperatorError('The connection to MailChimp has been closed', {
    code: 'mailchimp.closed',
    hint: 'The program was ending; run the command again.',
  });
}

/** Pages of a firewall in a row after which no call goes out for a while. */
const most = 3;
const shutMs = 5 * 60_000;

/** Keeps all calls of a client back while a firewall is seen to block it, for each one makes the block last (B63). */
interface BlockGate {
  /** @throws what the last call was refused with, while the gate is shut */
  pass(): void;
  /** Tells of the end of a call: the firewall's refusal, or null when it got through to MailChimp. */
  note(refusal: BridgeError | null): void;
}

function createBlockGate(clock: Clock): BlockGate {
  let refusals = 0;
  let shut: { refusal: BridgeError; until: number } | null = null;
  return {
    pass() {
      if (shut !== null && clock.now().getTime() < shut.until) throw shut.refusal;
    },
    note(refusal) {
      refusals = refusal === null ? 0 : refusals + 1;
      const isShut = refusal !== null && refusals >= most;
      shut = isShut ? { refusal, until: clock.now().getTime() + shutMs } : null;
    },
  };
}

/** What a firewall writes with a 503 (mailchimp-api §3.2); other answers of that status pass by themselves. */
const wordsOfFirewall = /request blocked|access denied|reference (number|#|&#35;)|looked suspicious/iu;

/**
 * Whether a firewall has answered instead of MailChimp: the one before it, which blocks an address for a while after odd
 * or many calls, or the one of one's own network (mailchimp-api §12, no. 14).
 */
export function isBlocked({ status, text }: Pick<HttpAnswer, 'status' | 'text'>): boolean {
  if (status === 503) return wordsOfFirewall.test(text);
  return (status === 403 || status === 451) && isPage(text);
}

function isPage(text: string): boolean {
  return text.trim() !== '' && !/^\s*[[{]/u.test(text);
}

export function blocked(status: number): BusyError {
  return new BusyError(`A firewall answers instead of MailChimp (HTTP ${status}, a page)`, {
    code: 'mailchimp.blocked',
    hint: 'Wait an hour before you try again, for trying makes it last; if it stays, let this machine through to the API at the firewall or proxy of your network, or ask MailChimp to unblock its address.',
  });
}
