import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import type { Hono } from 'hono';
import { ConfigurationError } from '../support/errors.js';

export interface ListenOptions {
  host: string;
  /** 0: any free one. */
  port: number;
  /** For a whole request, head and body; MailChimp itself waits ten seconds (mailchimp-api §10.3). */
  requestTimeoutMs?: number;
}

export interface Listening {
  url: string;
  /** Takes no further connection, and resolves when the requests under way are answered. */
  drain(): Promise<void>;
  /** Ends all connections. */
  close(): void;
}

const mostConnections = 1024;
/**
 * Longer than a proxy keeps a connection (nginx: 60 s): closed by this side, one could go away just when a request comes
 * on it, and the proxy would answer 502.
 */
const keptIdleMs = 75_000;

/** @throws ConfigurationError `serve.port` */
export async function listen(
  app: Hono,
  { host, port, requestTimeoutMs = 10_000 }: ListenOptions,
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {
      requestTimeout: requestTimeoutMs,
      headersTimeout: requestTimeoutMs,
      // How often Node looks for those that take too long.
      connectionsCheckingInterval: Math.min(1_000, requestTimeoutMs / 2),
      maxHeaderSize: 16 * 1024,
      keepAliveTimeout: keptIdleMs,
    },
  });
  server.maxConnections = mostConnections;
  const actual = await bind(server, host, port);
  const closed = new Promise<void>((resolve) => void server.once('close', resolve));
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    drain() {
      server.close();
      if ('closeIdleConnections' in server) server.closeIdleConnections();
      return closed;
    },
    close() {
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
    },
  };
}

function bind(server: ServerType, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) => {
      const details = {
        code: 'serve.port',
        hint: 'Choose others with --host and --port; port 0 takes any free one.',
        cause: error,
      };
      reject(
        new ConfigurationError(`serve can't listen on ${host}, port ${port}: ${error.message}`, details),
      );
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
