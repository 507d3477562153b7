import { createServer, request as call } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface BasicAuthFront {
  url: string;
  close(): Promise<void>;
}

/** A server before Odoo that lets through who knows its own login, and answers everyone else with its page. */
export async function basicAuthFront(target: string, login: string): Promise<BasicAuthFront> {
  const wanted = `Basic ${Buffer.from(login).toString('base64')}`;
  const { hostname, port } = new URL(target);
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const { url: path, method, headers } = request;
      if (headers.authorization !== wanted) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="staging"' }).end('<h1>401</h1>');
        return;
      }
      const onward = call({ hostname, port, path, method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
