import { connectOdoo, type OdooConnection, type OdooSession } from '../../../src/odoo/connect.js';
import type { OdooCall, OdooProtocol } from '../../../src/odoo/transport/odoo-transport.js';
import { systemClock } from '../../../src/support/clock.js';
import { Secret } from '../../../src/support/secret.js';

interface ContractSubject {
  url: string;
  database: string;
  username: string;
  password: string;
  apiKey?: string;
}

export interface ContractOptions {
  protocol: OdooProtocol;
  subject: () => ContractSubject;
  /** Makes a user without any right on mailing contacts; json2 knows only keys and has none. */
  limitedUser?: (admin: OdooSession) => Promise<{ username: string; password: string }>;
}

/** One connection under test, with the short words its tests are written in. */
export class ContractSession {
  #session: OdooSession | undefined;
  #count = 0;

  constructor(readonly options: ContractOptions) {}

  get session(): OdooSession {
    if (!this.#session) throw new Error('not connected');
    return this.#session;
  }

  async open(): Promise<void> {
    this.#session = await this.connect();
  }

  connect(change: Partial<OdooConnection> = {}): Promise<OdooSession> {
    const { url, database, username, password, apiKey } = this.options.subject();
    const secrets = { password: new Secret(password), ...(apiKey ? { apiKey: new Secret(apiKey) } : {}) };
    const { protocol } = this.options;
    const connection = { url, database, username, ...secrets, protocol, reconnectMs: 0, ...change };
    return connectOdoo(connection, { clock: systemClock });
  }

  call(request: OdooCall): Promise<unknown> {
    return this.session.transport.call(request);
  }

  async create(model: string, ...values: object[]): Promise<number[]> {
    return (await this.call({ model, method: 'create', params: { vals_list: values } })) as number[];
  }

  async read(model: string, ids: readonly number[], fields: string[]): Promise<Record<string, unknown>[]> {
    return (await this.call({ model, method: 'read', ids, params: { fields } })) as Record<string, unknown>[];
  }

  async aMailingList(): Promise<number> {
    const [id = 0] = await this.create('mailing.list', { name: this.unique('Newsletter') });
    return id;
  }

  /** Name of the one2many from a mailing contact to its subscriptions. */
  subscriptions(): string {
    return this.session.capabilities.contactSubscriptions;
  }

  unique(word: string): string {
    this.#count += 1;
    return `${word}-${this.options.protocol}-${this.#count}`;
  }

  address(): string {
    return `${this.unique('someone')}@example.com`;
  }
}
