import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TapDesk, type Answer, type TappedRequest, type TapPlan } from './tap-desk.js';

/** A pass-through in front of servers that tells of every request, and can catch one for good. */
export interface Tap {
  /** The same address through the tap. */
  through(url: string): string;
  /** Requests since the last `reset`. */
  readonly count: number;
  /** The same, one by one. */
  readonly requests: readonly TappedRequest[];
  /**
   * From now on one request is caught, or request number `twice` reaches the server a second time; every one waits for what
   * `before` does.
   */
  reset(plan?: TapPlan): void;
  /** No request gets through any more, until the next `reset`; waits for what the servers still work on. */
  cut(): Promise<void>;
  close(): Promise<void>;
}

export async function openTap(): Promise<Tap> {
  const targets: URL[] = [];
  const desk = new TapDesk();
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = desk.isCut ? Buffer.alloc(0) : await bodyOf(request);
    const tapped = { method: request.method ?? '', path: request.url ?? '', body: body.toString() };
    const answer = await desk.pass(tapped, () => forward(request, body, targets));
    if (answer === null) response.destroy();
    else response.writeHead(answer.status, answer.headers).end(answer.content);
  };
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
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
      return desk.requests.length;
    },
    requests: desk.requests,
    reset: (plan) => desk.reset(plan),
    cut: () => desk.cut(),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Null when the server can't be reached. */
function forward(
  { url = '', method, headers }: IncomingMessage,
  body: Buffer,
  targets: readonly URL[],
): Promise<Answer | null> {
  const [, index = '0', path = '/'] = /^\/(\d+)(.*)$/.exec(url) ?? [];
  const { hostname, port } = targets[Number(index)] ?? new URL('http://127.0.0.1:9');
  const to = { hostname, port, path, method, headers: { ...headers, host: `${hostname}:${port}` } };
  return new Promise((resolve) => {
    const onward = send(to);
    onward.on('error', () => resolve(null));
    onward.on('response', (answer) => {
      const { statusCode: status = 500, headers: answered } = answer;
      bodyOf(answer).then(
        (content) => resolve({ status, headers: answered, content }),
        () => resolve(null),
      );
    });
    onward.end(body);
  });
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
