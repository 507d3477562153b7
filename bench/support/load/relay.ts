import { setMaxListeners } from 'node:events';
import { createServer, request as call, Agent, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Stands for the part of MailChimp that delivers: takes events from the sandbox, which hands them over one after the
 * other, and sends each on at once, again and again until the bridge says that it has it.
 */
export interface Relay {
  url: string;
  /** How long each answered POST took, in milliseconds. */
  readonly answered: number[];
  /** Events taken over so far. */
  readonly taken: number;
  /** POSTs that were not answered, or not with a 200. */
  readonly refused: number;
  /** Resolves when the bridge has said of every event that it has it. */
  delivered(): Promise<void>;
  close(): void;
}

interface Parcel {
  path: string;
  body: Buffer;
  headers: IncomingHttpHeaders;
}

export async function openRelay(target: string): Promise<Relay> {
  const agent = new Agent({ keepAlive: true });
  const answered: number[] = [];
  const under = new Set<Promise<void>>();
  const counts = { taken: 0, refused: 0 };
  const closed = new AbortController();
  setMaxListeners(0, closed.signal);
  const deliver = async (parcel: Parcel): Promise<void> => {
    while (!closed.signal.aborted) {
      const start = performance.now();
      const status = await post(target, parcel, agent).catch(() => 0);
      if (status === 200) return void answered.push(performance.now() - start);
      counts.refused += 1;
      await delay(againMs, undefined, { signal: closed.signal }).catch(() => undefined);
    }
  };
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      response.end('odoo-mailchimp\n');
      if (request.method !== 'POST') return;
      counts.taken += 1;
      const sending = deliver({ path: request.url ?? '/', body, headers: request.headers });
      under.add(sending);
      void sending.finally(() => under.delete(sending));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answered,
    get taken() {
      return counts.taken;
    },
    get refused() {
      return counts.refused;
    },
    async delivered() {
      while (under.size > 0) await Promise.all(under);
    },
    close() {
      closed.abort();
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}

const againMs = 250;

function post(target: string, { path, body, headers }: Parcel, agent: Agent): Promise<number> {
  const { hostname, port } = new URL(target);
  return new Promise((resolve, reject) => {
    const sent = { ...headers, host: `${hostname}:${port}` };
    const outgoing = call({ hostname, port, path, method: 'POST', headers: sent, agent }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
      answer.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
