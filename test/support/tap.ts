import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where a request is caught: before the server gets it, or when its answer would go out. */
export type Moment = 'request' | 'answer';

/** A pass-through in front of servers that tells of every request, and can catch one for good. */
export interface Tap {
  /** The same address through the tap. */
  through(url: string): string;
  /** Requests since the last `reset`. */
  readonly count: number;
  /** From now on request number `index` (from 1) is caught, and `then` is called in its place. */
  reset(caught?: { index: number; moment: Moment; then: () => void }): void;
  close(): Promise<void>;
}

export async function openTap(): Promise<Tap> {
  const targets: URL[] = [];
  let count = 0;
  let caught: Parameters<Tap['reset']>[0];
  const server = createServer((request, response) => {
    count += 1;
    const mine = caught?.index === count ? caught : undefined;
    void pass(request, response, targets, mine);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    through(url) {
      const target = new URL(url);
      const index = targets.push(target) - 1;
      return `http://127.0.0.1:${port}/${index}${target.pathname.replace(/\/$/, '')}`;
    },
    get count() {
      return count;
    },
    reset(next) {
      count = 0;
      caught = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  targets: readonly URL[],
  caught: { moment: Moment; then: () => void } | undefined,
): Promise<void> {
  const [, index = '0', path = '/'] = /^\/(\d+)(.*)$/.exec(request.url ?? '') ?? [];
  const body = await bodyOf(request);
  if (caught?.moment === 'request') {
    caught.then();
    return;
  }
  const { hostname, port } = targets[Number(index)] ?? new URL('http://127.0.0.1:9');
  const { method, headers } = request;
  const onward = forward({
    hostname,
    port,
    path,
    method,
    headers: { ...headers, host: `${hostname}:${port}` },
  });
  onward.on('error', () => response.destroy());
  onward.on('response', (answer) => {
    void bodyOf(answer).then((content) => {
      if (caught !== undefined) {
        caught.then();
        return;
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers).end(content);
    });
  });
  onward.end(body);
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
