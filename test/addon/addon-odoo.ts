import { z } from 'zod';
import { connectOdoo, type OdooSession } from '../../src/odoo/connect.js';
import type { OdooProtocol } from '../../src/odoo/transport/odoo-transport.js';
import { systemClock } from '../../src/support/clock.js';
import { Secret } from '../../src/support/secret.js';
import { giveKey } from '../support/staging/cheap-logins.js';

type Row = Record<string, unknown> & { id: number };
const view = z.looseObject({ arch: z.string(), toolbar: z.unknown().optional() });
const loadedViews = z.looseObject({
  views: z.record(z.string(), view).optional(),
  fields_views: z.record(z.string(), view).optional(),
});

/** Odoo 14 makes invisible what others leave out. */
const withoutInvisible = (arch: string) =>
  arch.replace(/<page\b[^>]*\binvisible="1"[^>]*>.*?<\/page>/gsu, '');

interface Login {
  username: string;
  /** Where there is a key, that: it serves as one. */
  password: string;
  apiKey?: string;
}

export interface Server {
  url: string;
  database: string;
  username: string;
  password: string;
  version?: number;
  isSmall?: boolean;
  apiKey?: string;
}

/** Odoo as a test uses it beside the code under test, in short words. */
export class AddonOdoo {
  readonly #server: Server;

  private constructor(
    server: Server,
    readonly session: OdooSession,
  ) {
    this.#server = server;
  }

  /** Over JSON-2 where that can be had: a password costs Odoo 19 a third of a second. */
  static async connect(
    server: Server,
    login: Login = server,
    protocol: OdooProtocol = server.version === 19 && login.apiKey !== undefined ? 'json2' : 'jsonrpc',
  ): Promise<AddonOdoo> {
    const { url, database } = server;
    const { username, password, apiKey } = login;
    const secret =
      protocol === 'json2' && apiKey !== undefined
        ? { apiKey: new Secret(apiKey) }
        : { password: new Secret(password) };
    const connection = { url, database, username, ...secret, protocol, reconnectMs: 0 };
    return new AddonOdoo(server, await connectOdoo(connection, { clock: systemClock }));
  }

  as(login: Login): Promise<AddonOdoo> {
    return AddonOdoo.connect(this.#server, login);
  }

  get transport() {
    return this.session.transport;
  }

  close(): Promise<void> {
    return this.session.close();
  }

  async search(model: string, domain: unknown[], fields: string[]): Promise<Row[]> {
    const params = { domain, fields, order: 'id' };
    const context = { active_test: false };
    return (await this.transport.call({ model, method: 'search_read', params, context })) as Row[];
  }

  async read(model: string, id: number, fields: string[]): Promise<Row> {
    const [row] = await this.search(model, [['id', '=', id]], fields);
    if (row === undefined) throw new Error(`no ${model} ${id}`);
    return row;
  }

  async count(model: string, domain: unknown[] = []): Promise<number> {
    return (await this.transport.call({ model, method: 'search_count', params: { domain } })) as number;
  }

  async create(model: string, ...values: object[]): Promise<number[]> {
    return (await this.transport.call({
      model,
      method: 'create',
      params: { vals_list: values },
    })) as number[];
  }

  async createOne(model: string, values: object): Promise<number> {
    return (await this.create(model, values))[0] ?? 0;
  }

  async write(model: string, ids: number[], vals: object): Promise<void> {
    await this.transport.call({ model, method: 'write', ids, params: { vals } });
  }

  async unlink(model: string, ids: number[]): Promise<void> {
    await this.transport.call({ model, method: 'unlink', ids });
  }

  /** Record id of an external id. */
  async ref(xmlId: string): Promise<number> {
    const [module, name] = xmlId.split('.');
    const domain = [
      ['module', '=', module],
      ['name', '=', name],
    ];
    const [row] = await this.search('ir.model.data', domain, ['res_id']);
    if (row === undefined) throw new Error(`no ${xmlId}`);
    return row.res_id as number;
  }

  /** A user with exactly these groups, with a key where a password costs a third of a second, and again to make one. */
  async user(login: string, ...groups: string[]): Promise<Login & { id: number }> {
    const { database, version, isSmall } = this.#server;
    const isDear = version === 19 && isSmall !== true;
    const field = this.session.serverVersion.major >= 19 ? 'group_ids' : 'groups_id';
    const ids = await Promise.all(groups.map((group) => this.ref(group)));
    const password = `${login}-password`;
    const values = { name: login, login, email: `${login}@example.com`, [field]: [[6, 0, ids]] };
    const [id = 0] = (await this.transport.call({
      ...{ model: 'res.users', method: 'create' },
      params: { vals_list: [isDear ? values : { ...values, password }] },
      context: { no_reset_password: true },
    })) as number[];
    if (!isDear) return { id, username: login, password };
    const apiKey = await giveKey({ version, database }, id);
    return { id, username: login, password: apiKey, apiKey };
  }

  /** Labels of all menus the user sees. */
  async menus(): Promise<string> {
    const params = { debug: false };
    return JSON.stringify(await this.transport.call({ model: 'ir.ui.menu', method: 'load_menus', params }));
  }

  /** What a user's web client asks for when it opens a form, a list and the search of a model, and shows of it. */
  async loadViews(model: string): Promise<{ shown: string; actions: string }> {
    const list = this.session.serverVersion.major >= 18 ? 'list' : 'tree';
    const types = ['form', list, 'search'];
    const method = this.session.serverVersion.major >= 16 ? 'get_views' : 'load_views';
    const params = { views: types.map((type) => [false, type]), options: { toolbar: true } };
    const answer = loadedViews.parse(await this.transport.call({ model, method, params }));
    const views = Object.values(answer.views ?? answer.fields_views ?? {});
    return {
      shown: views.map(({ arch }) => withoutInvisible(arch)).join('\n'),
      actions: JSON.stringify(views.map(({ toolbar }) => toolbar)),
    };
  }

  /** Runs a server action on records, as a click of the web client does. */
  async runAction(actionId: number, model: string, ids: number[]): Promise<unknown> {
    const context = { active_model: model, active_ids: ids, active_id: ids[0] };
    return this.transport.call({ model: 'ir.actions.server', method: 'run', ids: [actionId], context });
  }
}
