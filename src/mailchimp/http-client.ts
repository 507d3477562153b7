import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { isAxiosError, type AxiosInstance } from 'axios';
import type { z } from 'zod';
import { OperatorError } from '../support/errors.js';
import { baseUrlOf, type MailchimpConnection } from './mailchimp-connection.js';
import { answerError, connectionError, unexpected } from './mailchimp-error.js';
import { createRateLimiter } from './rate-limiter.js';
import { withRetry, type RetryDeps } from './retry.js';

export interface HttpCall {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Record<string, string | number | boolean>;
  body?: object;
}

export interface HttpClient {
  /** HTTP calls made so far. */
  readonly calls: number;
  /** @throws BridgeError typed by remedy, after the retries it allows */
  request<T>(call: HttpCall, schema: z.ZodType<T>): Promise<T>;
  close(): void;
}

/** MailChimp closes a call after 120 s (§8.1); waiting a little longer lets its own answer arrive. */
const defaultTimeoutMs = 125_000;

export function createHttpClient(connection: MailchimpConnection, deps: RetryDeps): HttpClient {
  const { maxConnections, timeoutMs = defaultTimeoutMs } = connection;
  const agents = {
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: maxConnections }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: maxConnections }),
  };
  const http = createAxios(connection, { timeoutMs, ...agents });
  const limiter = createRateLimiter(maxConnections, timeoutMs + 5_000);
  const host = new URL(baseUrlOf(connection)).host;
  let calls = 0;
  return {
    get calls() {
      return calls;
    },
    // Only the call itself holds a connection; the pause before another try does not.
    request: (call, schema) =>
      withRetry(deps, async () => {
        const body = await limiter.schedule(() => {
          calls += 1;
          return send(http, call, host);
        });
        return parse(schema, body, call);
      }),
    close() {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

function createAxios(
  connection: MailchimpConnection,
  { timeoutMs, ...agents }: { timeoutMs: number; httpAgent: HttpAgent; httpsAgent: HttpsAgent },
): AxiosInstance {
  return axios.create({
    baseURL: baseUrlOf(connection),
    timeout: timeoutMs,
    ...agents,
    auth: { username: 'odoo-mailchimp', password: connection.apiKey.reveal() },
    headers: { 'User-Agent': 'odoo-mailchimp', Accept: 'application/json' },
    maxRedirects: 0,
    maxContentLength: 64 * 1024 * 1024,
    validateStatus: () => true,
  });
}

/** The parsed body of a success. Nothing of the request, which holds the key, gets into an error. */
async function send(http: AxiosInstance, call: HttpCall, host: string): Promise<unknown> {
  const answer = await http
    .request<unknown>({
      method: call.method,
      url: call.path,
      ...(call.query === undefined ? {} : { params: call.query }),
      ...(call.body === undefined ? {} : { data: call.body }),
    })
    .catch((error: unknown) => {
      throw connectionError(isAxiosError(error) ? error.code : undefined, host);
    });
  if (answer.status >= 200 && answer.status < 300) return answer.data;
  if (answer.status >= 300 && answer.status < 400) throw unexpected(answer.status);
  throw answerError(answer.status, answer.data);
}

function parse<T>(schema: z.ZodType<T>, body: unknown, { method, path }: HttpCall): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  if (typeof body === 'string') throw unexpected(200);
  const issue = parsed.error.issues[0];
  throw new OperatorError(
    `MailChimp answered ${method} ${routeOf(path)} in a form the bridge doesn't know (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`,
    { code: 'mailchimp.unexpected_form', hint: 'Report this; nothing was written because of it.' },
  );
}

/** The path without ids and addresses, for messages. */
function routeOf(path: string): string {
  return path.replace(/\/lists\/[^/]+/u, '/lists/…').replace(/\/members\/[^/]+/u, '/members/…');
}
