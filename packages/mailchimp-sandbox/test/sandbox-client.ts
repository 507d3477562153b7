import { startSandbox } from '../src/start-sandbox.js';
import type { Sandbox, SandboxOptions } from '../src/start-sandbox.js';

export type Json = Record<string, unknown>;

export interface Answer<T = Json> {
  status: number;
  body: T;
  headers: Headers;
  text: string;
}

export interface MemberBody extends Json {
  id: string;
  email_address: string;
  contact_id: string;
  unique_email_id: string;
  web_id: number;
  status: string;
  last_changed: string;
  merge_fields: Json;
  tags: { id: number; name: string }[];
}

export interface PageBody extends Json {
  members: MemberBody[];
  total_items: number;
}

export const testKey = '0123456789abcdef0123456789abcdef-us1';

/** A sandbox of its own for a suite, and short ways to talk to it. */
export class SandboxClient {
  private constructor(
    readonly sandbox: Sandbox,
    private readonly adminToken: string | undefined,
  ) {}

  static async start(options: SandboxOptions = {}): Promise<SandboxClient> {
    return new SandboxClient(await startSandbox(options), options.adminToken);
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }

  /** A call of the API with the test key. */
  async api<T = Json>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return this.#send<T>(`${this.sandbox.url}${path}`, method, body, {
      authorization: `Bearer ${testKey}`,
      ...headers,
    });
  }

  /** A call of the control API. */
  async control<T = Json>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const token: Record<string, string> = this.adminToken ? { 'x-admin-token': this.adminToken } : {};
    return this.#send<T>(`${this.sandbox.origin}/_sandbox${path}`, method, body, token);
  }

  /** A fresh audience; answers its id. */
  async audience(body: Json = {}): Promise<string> {
    const { body: audience } = await this.control<{ id: string }>('POST', '/audiences', {
      name: 'Newsletter',
      ...body,
    });
    return audience.id;
  }

  async knobs(knobs: Json): Promise<void> {
    const { status, text } = await this.control('PUT', '/knobs', knobs);
    if (status !== 200) throw new Error(text);
  }

  async persona(audience: string, wish: Json) {
    return this.control<{ member: MemberBody | null; events: string[] }>(
      'POST',
      `/audiences/${audience}/persona`,
      wish,
    );
  }

  async member(audience: string, key: string): Promise<MemberBody> {
    const { body } = await this.api<MemberBody>(
      'GET',
      `/lists/${audience}/members/${encodeURIComponent(key)}`,
    );
    return body;
  }

  async #send<T>(
    url: string,
    method: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answer<T>> {
    const response = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: parsed(text) as T, headers: response.headers, text };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return {};
  }
}
