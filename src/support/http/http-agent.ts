import http from 'node:http';
import https from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { markBeforeSending } from './http-failure.js';
import { openTunnel } from './open-tunnel.js';

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
