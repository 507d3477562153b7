import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { ServerType } from '@hono/node-server';
import { systemClock } from './clock.js';
import type { Clock } from './clock.js';
import { assembleSandbox } from './assemble-sandbox.js';
import { World } from './model/world.js';
import { JournalFile } from './persistence/journal-file.js';
import { Recorder } from './persistence/recorder.js';
import { restoreWorld } from './persistence/restore-world.js';

export interface SandboxOptions {
  /** 0 (the default): any free port. */
  port?: number | undefined;
  host?: string | undefined;
  /** When given, control calls have to show it. */
  adminToken?: string | undefined;
  /** Decides every identifier and every draw of chance; 1 by default. */
  seed?: number | undefined;
  /** Folder that keeps the state between runs; nothing is kept without it. */
  dataDir?: string | undefined;
  clock?: Clock | undefined;
}

export interface Sandbox {
  /** Base of the API: `http://127.0.0.1:4010/3.0`. */
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  /** Answers a request of the same process without a socket. */
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}

/** Starts the MailChimp sandbox and resolves when it listens; rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1';
  const world = new World(options.clock ?? systemClock, options.seed ?? 1);
  const recorder = options.dataDir === undefined ? undefined : await keepIn(options.dataDir, world);
  let origin = '';
  const app = assembleSandbox({ world, recorder, adminToken: options.adminToken, origin: () => origin });
  const server = createAdaptorServer({ fetch: app.fetch });
  const port = await listen(server, options.port ?? 0, host);
  origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const close = async (): Promise<void> => {
    await closeServer(server, world);
    recorder?.close();
  };
  return { url: `${origin}/3.0`, origin, port, fetch: async (request) => app.fetch(request), close };
}

async function keepIn(folder: string, world: World): Promise<Recorder> {
  const { journal, lines } = await JournalFile.open(folder);
  restoreWorld(world, lines);
  return new Recorder(world, journal);
}

function listen(server: ServerType, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function closeServer(server: ServerType, world: World): Promise<void> {
  world.closing.abort();
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
