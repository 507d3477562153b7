import type { z } from 'zod';
import { BridgeError, OperatorError } from '../support/errors.js';
import { openWire, type ApiWire, type WireCall } from './api-wire.js';
import type { MailchimpConnection } from './mailchimp-connection.js';
import { answerError, unexpected } from './mailchimp-error.js';
import { brokenAnswer } from './network-error.js';
import { createRateLimiter } from './rate-limiter.js';
import { withRetry, type RetryDeps } from './retry.js';
import type { Route } from './route.js';
import { createUnderWay } from './under-way.js';

export interface HttpCall {
  method: WireCall['method'];
  route: Route;
  query?: Record<string, string | number | boolean>;
  body?: object;
  signal?: AbortSignal;
}

/** Told of each HTTP call when it is over; `status` is that of the answer, or the code of why there was none. */
export type ObserveCall = (call: { method: string; route: string; status: string }) => void;

export interface HttpClient {
  /** HTTP calls made so far. */
  readonly calls: number;
  /**
   * @throws BridgeError typed by remedy, after the retries it allows
   * @throws the reason of `call.signal` when that is aborted
   */
  request<T>(call: HttpCall, schema: z.ZodType<T>): Promise<T>;
  /** Calls under way are given up. */
  close(): void;
}

/** MailChimp closes a call after 120 s (mailchimp-api §8.1); waiting a little longer lets its own answer arrive. */
const defaultTimeoutMs = 125_000;
const expirationMarginMs = 5_000;

export function createHttpClient(
  connection: MailchimpConnection,
  { observe, ...deps }: RetryDeps & { observe?: ObserveCall },
): HttpClient {
  const { maxConnections, timeoutMs = defaultTimeoutMs } = connection;
  const wire = openWire(connection, timeoutMs);
  const limiter = createRateLimiter(maxConnections, timeoutMs + expirationMarginMs);
  const underWay = createUnderWay();
  let calls = 0;
  const attempt = async (call: HttpCall, signal: AbortSignal): Promise<unknown> =>
    limiter.schedule(() => {
      signal.throwIfAborted();
      calls += 1;
      return exchange(observe === undefined ? wire : observed(wire, call, observe), call, signal);
    });
  return {
    get calls() {
      return calls;
    },
    request: (call, schema) =>
      underWay.run(call.signal, async (signal) => {
        // Only the call itself holds a connection; the pause before another try does not.
        const body = await withRetry(deps, signal, () => attempt(call, signal));
        return parse(schema, body, call);
      }),
    close() {
      underWay.abortAll();
      wire.close();
    },
  };
}

function observed(wire: ApiWire, { method, route }: HttpCall, observe: ObserveCall): ApiWire {
  const tell = (status: string): void => observe({ method, route: route.label, status });
  return {
    ...wire,
    send: (call, signal) =>
      wire.send(call, signal).then(
        (answer) => {
          tell(String(answer.status));
          return answer;
        },
        (error: unknown) => {
          tell(error instanceof BridgeError ? error.code : 'failed');
          throw error;
        },
      ),
  };
}

/** The parsed body of a success; undefined when it has none (204). */
async function exchange(wire: ApiWire, call: HttpCall, signal: AbortSignal): Promise<unknown> {
  const { method, route, query, body } = call;
  const path = query === undefined ? route.path : `${route.path}?${encodeQuery(query)}`;
  const answer = await wire.send({ method, path, ...(body === undefined ? {} : { body }) }, signal);
  const json = parseJson(answer.text);
  if (answer.status < 200 || answer.status >= 300) throw answerError(answer.status, json, route);
  if (json !== undefined || answer.text === '') return json;
  throw /^\s*[[{]/u.test(answer.text) ? brokenAnswer() : unexpected(answer.status);
}

/** `+` goes out as `%2B`, or MailChimp reads a space (§4). */
function encodeQuery(query: NonNullable<HttpCall['query']>): string {
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

function parse<T>(schema: z.ZodType<T>, body: unknown, { method, route }: HttpCall): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.') || 'the whole answer';
  throw new OperatorError(
    `MailChimp answered ${method} ${route.label} in a form the bridge doesn’t know (${place}: ${issue?.message ?? ''})`,
    { code: 'mailchimp.unexpected_form', hint: 'Report this with the command that led to it.' },
  );
}
