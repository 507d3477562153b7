import { Agent, createServer, request as call } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

/** A way to an Odoo that takes time, and can be cut. */
export interface OdooFront {
  url: string;
  /** While it is, connections break before anything reaches Odoo. */
  down(isDown: boolean): void;
  /** While it is, requests are taken and nothing comes of them. */
  hold(isHeld: boolean): void;
  /** How many requests were held. */
  readonly held: number;
  close(): void;
}

export async function openOdooFront(target: string, latencyMs: number): Promise<OdooFront> {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(target);
  let [isDown, isHeld, held] = [false, false, 0];
  const server = createServer((request, response) => {
    if (isDown) return void request.socket.destroy();
    if (isHeld) return void (held += 1);
    void Promise.all([buffer(request), delay(latencyMs)]).then(([body]) => {
      const { url: path, method, headers } = request;
      const onward = call({ hostname, port, path, method, headers, agent }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    down: (next) => void (isDown = next),
    hold: (next) => void (isHeld = next),
    get held() {
      return held;
    },
    close() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}
