import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface LocalProxy {
  /** `http://127.0.0.1:port` */
  url: string;
  /** Targets asked for (`host:port`), and what the clients proved themselves with. */
  asked: { target: string; authorization: string | undefined }[];
  close(): Promise<void>;
}

/**
 * A proxy on this machine. It leads every target to one port of this machine, whatever the name: so a test can ask for
 * hosts that no name server knows.
 * @param answer a port to lead to, or the status to refuse with
 */
export async function localProxy(answer: { port: number } | { status: number }): Promise<LocalProxy> {
  const asked: LocalProxy['asked'] = [];
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on('connect', ({ url, headers }, client: Socket) => {
    asked.push({ target: url ?? '', authorization: headers['proxy-authorization'] });
    sockets.add(client);
    client.on('error', () => client.destroy());
    if ('status' in answer) {
      client.end(`HTTP/1.1 ${answer.status} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const target = connect(answer.port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    sockets.add(target);
    target.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
