import http from 'node:http';
import https from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { markBeforeSending, errorCode, proxyCode } from './http-failure.js';

export interface HttpAgentOptions {
  secure: boolean;
  /** Connections at the same time; further requests wait for one. */
  maxConnections: number;
  /** Longest wait for a connection, proxy and TLS handshake included, in milliseconds. */
  connectTimeoutMs: number;
  /** How long an idle connection is kept, in milliseconds; as long as the server likes when left out. */
  idleMs?: number;
  tls?: { ca?: string; rejectUnauthorized?: boolean };
  /** Address of a proxy that requests over TLS go through; none when left out. */
  proxy?: string;
}

type Created = Duplex | null | undefined;
type WhenCreated = (error: Error | null, socket: Duplex) => void;

/** Keeps connections open, gives up connecting in time, and knows which errors came before a connection stood. */
export function httpAgent({
  secure,
  maxConnections,
  idleMs,
  tls,
  ...connecting
}: HttpAgentOptions): http.Agent {
  const pool = { keepAlive: true, maxSockets: maxConnections, ...(idleMs ? { timeout: idleMs } : {}) };
  return secure ? new TlsAgent({ ...pool, ...tls }, connecting) : new PlainAgent(pool, connecting);
}

type Connecting = Pick<HttpAgentOptions, 'connectTimeoutMs' | 'proxy'>;

class PlainAgent extends http.Agent {
  constructor(
    options: http.AgentOptions,
    readonly connecting: Connecting,
  ) {
    super(options);
  }

  override createConnection(...args: Parameters<http.Agent['createConnection']>): Created {
    return watch(super.createConnection(...args), this.connecting.connectTimeoutMs);
  }
}

class TlsAgent extends https.Agent {
  constructor(
    options: https.AgentOptions,
    readonly connecting: Connecting,
  ) {
    super(options);
  }

  override createConnection(options: http.ClientRequestArgs, whenCreated: WhenCreated): Created {
    const { proxy, connectTimeoutMs } = this.connecting;
    const connect = (through: object): Created =>
      watch(super.createConnection({ ...options, ...through }), connectTimeoutMs);
    if (proxy === undefined) return connect({});
    const target = `${options.host ?? ''}:${options.port ?? 443}`;
    openTunnel(proxy, target, connectTimeoutMs).then(
      (socket) => whenCreated(null, connect({ socket }) ?? socket),
      (cause: unknown) => {
        const error = cause instanceof Error ? cause : new Error(String(cause));
        markBeforeSending(error);
        // Beside an error the socket is not looked at.
        whenCreated(error, new Socket());
      },
    );
    return undefined;
  }
}

function watch(socket: Created, connectTimeoutMs: number): Created {
  if (!(socket instanceof Socket)) return socket;
  const giveUp = (): void => {
    socket.destroy(Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' }));
  };
  const timer = setTimeout(giveUp, connectTimeoutMs);
  const settle = (): void => {
    clearTimeout(timer);
    socket.off('error', markBeforeSending);
  };
  socket.prependOnceListener('error', markBeforeSending);
  socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', settle);
  socket.once('close', settle);
  return socket;
}

/**
 * A connection to `target` (`host:port`) through a proxy, by its `CONNECT`.
 * @throws Error with the code `EPROXY:` and the status the proxy refuses with, or the code of why it can't be reached
 */
function openTunnel(proxy: string, target: string, timeoutMs: number): Promise<Socket> {
  const { protocol, username, password, hostname, port } = new URL(proxy);
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  const authorization = { 'proxy-authorization': `Basic ${login.toString('base64')}` };
  const request = (protocol === 'https:' ? https : http).request({
    method: 'CONNECT',
    hostname: hostname.replace(/^\[|\]$/gu, ''),
    ...(port === '' ? {} : { port }),
    path: target,
    agent: false,
    headers: { host: target, ...(username === '' ? {} : authorization) },
  });
  return new Promise((resolve, reject) => {
    const giveUp = (): void => void request.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' }));
    const timer = setTimeout(giveUp, timeoutMs);
    request.once('connect', ({ statusCode }, socket: Socket) => {
      clearTimeout(timer);
      if (statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(proxyError(String(statusCode)));
    });
    request.once('error', (error) => {
      clearTimeout(timer);
      reject(proxyError(errorCode(error)));
    });
    request.end();
  });
}

function proxyError(reason: string): Error {
  const code = `${proxyCode}${reason}`;
  return Object.assign(new Error(code), { code });
}
