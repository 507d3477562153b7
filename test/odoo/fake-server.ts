import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

export interface FakeServer {
  url: string;
  /** Requests seen so far. */
  seen: string[];
  close(): Promise<void>;
}

/** A server that answers each request by the next of `answers`, the last one for all that follow. */
export async function fakeServer(...answers: Answer[]): Promise<FakeServer> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const answer = answers[Math.min(seen.length, answers.length - 1)];
      const body = Buffer.concat(parts).toString();
      seen.push(body);
      answer?.(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen, close: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** A port where nothing listens (any more). */
export async function unusedUrl(): Promise<string> {
  const server = await fakeServer();
  await server.close();
  return server.url;
}

export const result =
  (value: unknown): Answer =>
  (_request, response) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: value }));

export const page =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    response
      .writeHead(status, { 'content-type': 'text/html', ...headers })
      .end('<html><h1>A page</h1></html>');

export const text =
  (body: string, status = 200): Answer =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);

export const fault = (name: string, message: string): Answer =>
  text(
    JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      error: { code: 200, message: 'Odoo Server Error', data: { name, message } },
    }),
  );

export const hang: Answer = () => undefined;

export const reset: Answer = (request) => request.socket.destroy();

/** Promises more than it sends, then breaks the connection. */
const cutOffAfter =
  (start: string): Answer =>
  (request, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write(start, () => request.socket.destroy());
  };

export const cutOff = cutOffAfter('{"jsonrpc":"2.0","result":[');
export const cutOffXml = cutOffAfter("<?xml version='1.0'?>\n<methodResponse><params><param>");
