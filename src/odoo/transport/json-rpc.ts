import { z } from 'zod';
import type { Secret } from '../../support/secret.js';
import { odooError } from '../odoo-error.js';
import { parseServerVersion, type ServerVersion } from '../server-version.js';
import type { DatabaseCookie } from './database-cookie.js';
import { executeKwArguments } from './execute-kw-arguments.js';
import type { HttpLink } from './http-link.js';
import type { OdooCall } from './odoo-transport.js';
import { parseAnswer, unexpectedAnswer } from './unexpected-answer.js';
import { type Wire, WireFailure } from './wire.js';

export interface RpcCredentials {
  database: string;
  username: string;
  /** Password or API key. */
  secret: Secret;
}

const answerSchema = z.object({
  jsonrpc: z.literal('2.0'),
  // Odoo leaves it out for None.
  result: z.unknown().optional(),
  error: z
    .object({
      message: z.string(),
      data: z.object({ name: z.string(), message: z.string() }).partial().optional(),
    })
    .optional(),
});

interface ServiceCall {
  service: 'common' | 'object';
  method: string;
  args: unknown[];
  timeoutMs?: number | undefined;
  headers?: Readonly<Record<string, string>>;
}

/** A call of one of Odoo's services at `/jsonrpc`; `about` is what an error message talks of. */
async function callService(link: HttpLink, request: ServiceCall, about?: OdooCall): Promise<unknown> {
  const { service, method, args, timeoutMs, headers = {} } = request;
  const body = { jsonrpc: '2.0', method: 'call', id: 1, params: { service, method, args } };
  const answer = await link.request({ method: 'POST', path: '/jsonrpc', body, timeoutMs, headers });
  const parsed = answerSchema.safeParse(parseAnswer(answer, link.base.origin));
  if (!parsed.success) throw unexpectedAnswer({ ...answer, text: '' }, link.base.origin);
  const { error, result } = parsed.data;
  if (!error) return result ?? null;
  throw odooError(
    { exception: error.data?.name ?? '', message: error.data?.message ?? error.message },
    about,
  );
}

/** Undefined when nothing at the address speaks JSON-RPC. */
export async function jsonRpcVersion(link: HttpLink): Promise<ServerVersion | undefined> {
  const body = {
    jsonrpc: '2.0',
    method: 'call',
    id: 1,
    params: { service: 'common', method: 'version', args: [] },
  };
  const answer = await link.request({ method: 'POST', path: '/jsonrpc', body });
  if (answer.status === 404 || answer.status === 405) return undefined;
  if (answer.status !== 200) throw unexpectedAnswer(answer, link.base.origin);
  const parsed = answerSchema.safeParse(parseAnswer(answer, link.base.origin));
  return parsed.success ? parseServerVersion(parsed.data.result) : undefined;
}

/** The user's id; undefined when Odoo refuses. */
export async function jsonRpcLogin(link: HttpLink, login: RpcCredentials): Promise<number | undefined> {
  const args = [login.database, login.username, login.secret.reveal(), {}];
  const uid = await callService(link, { service: 'common', method: 'authenticate', args });
  return typeof uid === 'number' ? uid : undefined;
}

/** `cookie` is needed before 16.0, see there. */
export function jsonRpcWire(
  link: HttpLink,
  login: RpcCredentials & { uid: number },
  cookie?: DatabaseCookie,
): Wire {
  return {
    protocol: 'jsonrpc',
    send: async (call) => {
      const who = [login.database, login.uid, login.secret.reveal()];
      const args = [...who, call.model, call.method, ...executeKwArguments(call)];
      const headers = (await cookie?.header()) ?? {};
      const request: ServiceCall = {
        service: 'object',
        method: 'execute_kw',
        args,
        timeoutMs: call.timeoutMs,
        headers,
      };
      return callService(link, request, call).catch((error: unknown) => {
        if (error instanceof WireFailure) cookie?.forget();
        throw error;
      });
    },
  };
}
