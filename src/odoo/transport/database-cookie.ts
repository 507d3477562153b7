import type { HttpLink } from './http-link.js';

/**
 * Before 16.0 a host with several databases answers every error over JSON-RPC with a bare page of status 500,
 * unless the HTTP session has chosen a database. The login page makes such a session; nobody is logged in by it.
 */
export class DatabaseCookie {
  #header: Promise<Record<string, string>> | undefined;

  constructor(
    readonly link: HttpLink,
    readonly database: string,
  ) {}

  /** Empty when there is no session to be had; the call itself then tells what is wrong. */
  header(): Promise<Record<string, string>> {
    this.#header ??= this.#fetch().catch(() => ({}));
    return this.#header;
  }

  /** Odoo drops sessions after a while: the next call gets a new one. */
  forget(): void {
    this.#header = undefined;
  }

  async #fetch(): Promise<Record<string, string>> {
    const path = `/web/login?db=${encodeURIComponent(this.database)}`;
    const { cookies } = await this.link.request({ method: 'GET', path });
    const session = cookies
      .map((cookie) => cookie.split(';')[0] ?? '')
      .find((pair) => pair.startsWith('session_id='));
    return session === undefined ? {} : { cookie: session };
  }
}
