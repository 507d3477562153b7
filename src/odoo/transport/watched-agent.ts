import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { Socket } from 'node:net';
import { markBeforeSending } from './network-failure.js';

export interface AgentOptions {
  secure: boolean;
  maxConnections: number;
  /** Longest wait for a connection, TLS handshake included, in milliseconds. */
  connectTimeoutMs: number;
  tls?: { ca?: string; rejectUnauthorized?: boolean };
}

/** An idle connection is closed before the server or a proxy does it just when a request goes out on it. */
const idleMs = 4_000;

type Created = Duplex | null | undefined;

/** A keep-alive agent that knows which errors came before the connection stood, and gives up connecting in time. */
export function watchedAgent(options: AgentOptions): http.Agent {
  const shared = { keepAlive: true, maxSockets: options.maxConnections, timeout: idleMs };
  return options.secure
    ? new WatchedHttpsAgent({ ...shared, ...options.tls }, options.connectTimeoutMs)
    : new WatchedHttpAgent(shared, options.connectTimeoutMs);
}

class WatchedHttpAgent extends http.Agent {
  constructor(
    options: http.AgentOptions,
    readonly connectTimeoutMs: number,
  ) {
    super(options);
  }

  override createConnection(...args: Parameters<http.Agent['createConnection']>): Created {
    return watch(super.createConnection(...args), this.connectTimeoutMs);
  }
}

class WatchedHttpsAgent extends https.Agent {
  constructor(
    options: https.AgentOptions,
    readonly connectTimeoutMs: number,
  ) {
    super(options);
  }

  override createConnection(...args: Parameters<https.Agent['createConnection']>): Created {
    return watch(super.createConnection(...args), this.connectTimeoutMs);
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
