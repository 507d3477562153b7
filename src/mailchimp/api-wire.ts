import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosInstance } from 'axios';
import type { MailchimpConnection } from './mailchimp-connection.js';
import { baseUrlOf } from './mailchimp-connection.js';
import { networkError, timeoutError } from './network-error.js';

export interface WireCall {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its query. */
  path: string;
  body?: object;
}

export interface WireAnswer {
  status: number;
  text: string;
}

export interface ApiWire {
  /**
   * One HTTP exchange, whatever its status.
   * @throws BridgeError when there is no answer, without anything of the request
   */
  send(call: WireCall, signal: AbortSignal): Promise<WireAnswer>;
  close(): void;
}

/** A page of a thousand members with every merge field stays far below. */
const largestAnswer = 64 * 1024 * 1024;
const largestBody = 16 * 1024 * 1024;

export function openWire(connection: MailchimpConnection, timeoutMs: number): ApiWire {
  const pool = { keepAlive: true, maxSockets: connection.maxConnections };
  const agents = { httpAgent: new HttpAgent(pool), httpsAgent: new HttpsAgent(pool) };
  const baseURL = baseUrlOf(connection);
  const { host, hostname } = new URL(baseURL);
  const http = axios.create({
    baseURL,
    ...agents,
    // An environment's proxy is not for the machine itself.
    ...(isLoopback(hostname) ? { proxy: false } : {}),
    auth: { username: 'odoo-mailchimp', password: connection.apiKey.reveal().trim() },
    headers: { 'User-Agent': 'odoo-mailchimp', Accept: 'application/json' },
    maxRedirects: 0,
    maxContentLength: largestAnswer,
    maxBodyLength: largestBody,
    responseType: 'text',
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
  });
  return {
    send: (call, signal) => exchange(http, call, { host, timeoutMs, signal }),
    close() {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

async function exchange(
  http: AxiosInstance,
  { method, path, body }: WireCall,
  { host, timeoutMs, signal }: { host: string; timeoutMs: number; signal: AbortSignal },
): Promise<WireAnswer> {
  // Axios counts the silence of the socket; a server that drips would never time out.
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  const stop = (): void => deadline.abort();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const data = body === undefined ? {} : { data: body };
    const answer = await http.request<unknown>({ method, url: path, ...data, signal: deadline.signal });
    return { status: answer.status, text: typeof answer.data === 'string' ? answer.data : '' };
  } catch (error) {
    throw deadline.signal.aborted ? timeoutError() : networkError(error, host);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
