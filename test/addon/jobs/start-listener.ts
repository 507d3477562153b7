import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface Listener {
  url: string;
  /** Body of the first call. */
  called: Promise<unknown>;
  close(): Promise<void>;
}

/** Waits for Odoo to call, as the bridge does. */
export async function startListener(): Promise<Listener> {
  let tell: (body: unknown) => void;
  const called = new Promise((resolve) => (tell = resolve));
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      tell(body);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/poke`,
    called,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
