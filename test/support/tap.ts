import {
  createServer,
  request as send,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where a request is caught: before the server gets it, or when its answer would go out. */
export type Moment = 'request' | 'answer';

export interface Caught {
  /** From 1, since the last `reset`. */
  index: number;
  moment: Moment;
  /** Called in its place; `drop` breaks the connection, without it the caller waits. */
  then: (drop: () => void) => void;
}

export interface TappedRequest {
  method: string;
  path: string;
  body: string;
}

export interface TapPlan {
  caught?: Caught;
  twice?: number;
  before?: (request: TappedRequest) => Promise<void>;
}

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
  const requests: TappedRequest[] = [];
  const underWay = new Set<Promise<unknown>>();
  let plan: TapPlan = {};
  let isCut = false;
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const drop = (): void => {
      response.destroy();
    };
    if (isCut) {
      drop();
      return;
    }
    const body = await bodyOf(request);
    const tapped = { method: request.method ?? '', path: request.url ?? '', body: body.toString() };
    requests.push(tapped);
    const index = requests.length;
    const caught = plan.caught?.index === index ? plan.caught : undefined;
    if (caught?.moment === 'request') {
      caught.then(drop);
      return;
    }
    await plan.before?.(tapped);
    if (plan.twice === index) await forward(request, body, targets);
    const answer = await forward(request, body, targets);
    if (caught !== undefined) caught.then(drop);
    else if (answer === null) drop();
    else response.writeHead(answer.status, answer.headers).end(answer.content);
  };
  const server = createServer((request, response) => {
    const passing = pass(request, response).catch(() => response.destroy());
    underWay.add(passing);
    void passing.finally(() => underWay.delete(passing));
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
      return requests.length;
    },
    requests,
    reset(next = {}) {
      requests.length = 0;
      plan = next;
      isCut = false;
    },
    async cut() {
      isCut = true;
      await Promise.all(underWay);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  content: Buffer;
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
