import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  headers: IncomingHttpHeaders;
  raw: string;
  form: Record<string, string>;
}

/** Takes webhooks like a bridge would; `answer` decides the status of each POST by its number from 1. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  validations = 0;
  answer: (attempt: number) => number = () => 200;
  /** Takes POSTs and never answers them. */
  silent = false;
  /** Answers GETs with that. */
  validationStatus = 200;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('request', (request, response) => {
      let raw = '';
      request.on('data', (chunk: Buffer) => (raw += chunk.toString('utf8')));
      request.on('end', () => {
        if (request.method !== 'POST') {
          receiver.validations += 1;
          response.statusCode = receiver.validationStatus;
          response.end('ok');
          return;
        }
        const form = Object.fromEntries(new URLSearchParams(raw));
        receiver.received.push({ headers: request.headers, raw, form });
        if (receiver.silent) return;
        response.statusCode = receiver.answer(receiver.received.length);
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook?token=secret`;
  }

  get types(): string[] {
    return this.received.map(({ form }) => form.type ?? '');
  }

  clear(): void {
    this.received.length = 0;
    this.answer = () => 200;
    this.silent = false;
    this.validationStatus = 200;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}
