import { Agent } from 'node:http';
import { HttpFailure } from '../../src/support/http/http-failure.js';
import type { HttpAnswer, HttpRequest, OpenHttp } from '../../src/support/http/http-client.js';
import { TapDesk, type Answer } from './tap-desk.js';
import type { Tap } from './tap.js';

type Fetch = (request: Request) => Promise<Response>;
/** Null where the connection breaks. */
type Answerer = (request: HttpRequest) => Promise<Answer | null>;

/**
 * The way to servers of this process without sockets, which take nine tenths of the time of a small call. There are no
 * time-outs: whoever never answers is waited for.
 */
export class DirectHttp {
  readonly #servers = new Map<string, Answerer>();
  #taps = 0;

  /** @param url of the server; what is below the same origin reaches it */
  serve(url: string, fetch: Fetch): void {
    const { origin } = new URL(url);
    this.#servers.set(origin, ({ method, path, headers, body }) =>
      answerOf(
        fetch,
        new Request(origin + path, { method, ...(headers && { headers }), ...(body && { body }) }),
      ),
    );
  }

  /** A tap in front of one of them. */
  openTap(): Tap {
    const desk = new TapDesk();
    this.#taps += 1;
    const { origin } = new URL(`http://localhost:${this.#taps}`);
    return {
      through: (url) => {
        const target = new URL(url);
        this.#servers.set(origin, (request) => {
          const { method, path, body = '' } = request;
          return desk.pass({ method, path, body }, () => this.#ask(target.origin, request));
        });
        return origin + target.pathname.replace(/\/$/, '');
      },
      get count() {
        return desk.requests.length;
      },
      requests: desk.requests,
      reset: (plan) => desk.reset(plan),
      cut: () => desk.cut(),
      close: () => {
        this.#servers.delete(origin);
        return Promise.resolve();
      },
    };
  }

  readonly open: OpenHttp = ({ origin, headers: usual }) => ({
    agent: new Agent(),
    send: (request) =>
      unlessStopped(request.signal, async () => {
        const answer = await this.#ask(origin, { ...request, headers: { ...usual, ...request.headers } });
        if (answer === null) throw new HttpFailure('lost', 'ECONNRESET', true);
        return toHttpAnswer(answer);
      }),
    close: () => undefined,
  });

  #ask(origin: string, request: HttpRequest): Promise<Answer | null> {
    const server = this.#servers.get(origin);
    if (server === undefined) throw new HttpFailure('unreachable', 'ECONNREFUSED', false);
    return server(request);
  }
}

async function answerOf(fetch: Fetch, request: Request): Promise<Answer> {
  const response = await fetch(request);
  const content = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: Object.fromEntries(response.headers), content };
}

function toHttpAnswer({ status, headers, content }: Answer): HttpAnswer {
  return { status, text: content.toString(), location: headers.location ?? '', cookies: [] };
}

/** The caller gives up; the server does what it was asked all the same. */
async function unlessStopped<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (signal === undefined) return work();
  const stopped = (): HttpFailure => new HttpFailure('stopped', 'ABORT_ERR', true);
  if (signal.aborted) throw stopped();
  let stop = (): void => undefined;
  const given = new Promise<never>((_, reject) => {
    stop = () => reject(stopped());
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work(), given]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
