import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (response: ServerResponse) => void;

export interface SeenRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  /** As it stood on the wire. */
  rawQuery: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

export interface FakeApi {
  /** Of the API, with its `/3.0`. */
  url: string;
  requests: SeenRequest[];
  close(): Promise<void>;
}

/** A server that gives each request the next of `answers`, the last one to all that follow. */
export async function fakeApi(...answers: Answer[]): Promise<FakeApi> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const answer = answers[Math.min(requests.length, answers.length - 1)];
      const [path = '', rawQuery = ''] = (request.url ?? '').split('?');
      const text = Buffer.concat(parts).toString();
      requests.push({
        method: request.method ?? '',
        path: path.replace(/^\/3\.0/, ''),
        query: new URLSearchParams(rawQuery),
        rawQuery,
        headers: request.headers,
        body: text === '' ? null : (JSON.parse(text) as unknown),
      });
      answer?.(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/3.0`,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export const json =
  (body: unknown, status = 200): Answer =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
      .end(JSON.stringify(body));

export const problem = (status: number, title: string, detail: string, errors?: object[]): Answer =>
  json({ title, status, detail, instance: '14c40d88', ...(errors ? { errors } : {}) }, status);

export const html =
  (status: number): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html><h1>A page</h1></html>');

export const empty =
  (status: number): Answer =>
  (response) =>
    response.writeHead(status).end();

/** JSON that ends in the middle, the transfer itself in order. */
export const cutOff: Answer = (response) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"health_status":"Every');

/** The connection breaks in the middle of the body. */
export const breakOff: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"health_', () => response.destroy());
};

/** Never answers. */
export const hang: Answer = () => undefined;

/** Answers for ever, a byte now and then. */
export const drip: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 5);
  response.on('close', () => clearInterval(timer));
};

export const healthy = json({ health_status: "Everything's Chimpy!" });
