import { afterEach, describe, expect, it } from '@jest/globals';
import type { OdooSession } from '../../../src/odoo/connect.js';
import { hasModelAccess } from '../../../src/odoo/model-access.js';
import { RecordError } from '../../../src/support/errors.js';
import { Secret } from '../../../src/support/secret.js';
import type { ContractSession } from './contract-session.js';
import { failure } from './failure.js';

/** What is closed to a user although the model is not, what only some may read, and what depends on the language. */
export function restrictionsContract(odoo: ContractSession): void {
  const toClose: (() => Promise<unknown>)[] = [];

  afterEach(async () => {
    for (const close of toClose.splice(0)) await close();
  });

  const idOf = async (model: string, ...domain: unknown[]): Promise<number> => {
    const found = (await odoo.call({
      ...{ model, method: 'search', params: { domain, limit: 1 } },
      context: { active_test: false },
    })) as number[];
    return found[0] ?? 0;
  };

  async function ref(externalId: string): Promise<number> {
    const [module, name] = externalId.split('.');
    const id = await idOf('ir.model.data', ['module', '=', module], ['name', '=', name]);
    const [row] = await odoo.read('ir.model.data', [id], ['res_id']);
    return Number(row?.res_id);
  }

  /** A rule for everyone that lasts as long as the test. */
  async function closes(model: string, id: number, right: 'perm_read' | 'perm_write'): Promise<void> {
    const none = { perm_read: false, perm_write: false, perm_create: false, perm_unlink: false };
    const [rule = 0] = await odoo.create('ir.rule', {
      ...{ name: 'Closed', model_id: await idOf('ir.model', ['model', '=', model]) },
      ...{ domain_force: `[('id', '!=', ${id})]`, ...none, [right]: true },
    });
    toClose.push(() => odoo.call({ model: 'ir.rule', method: 'unlink', ids: [rule] }));
  }

  async function aUser(login: string, ...groups: string[]): Promise<OdooSession> {
    const field = odoo.session.serverVersion.major >= 19 ? 'group_ids' : 'groups_id';
    const ids = await Promise.all(groups.map(ref));
    const [username, password] = [odoo.unique(login), `${login}-password`];
    await odoo.call({
      ...{ model: 'res.users', method: 'create', context: { no_reset_password: true } },
      params: { vals_list: [{ name: username, login: username, password, [field]: [[6, 0, ids]] }] },
    });
    // Over JSON-RPC either is the secret.
    const session = await odoo.connect({ username, apiKey: new Secret(password) });
    toClose.push(() => session.close());
    return session;
  }

  describe('a record rule', () => {
    it('refuses the write of a closed record, with all that are written with it', async () => {
      const ids = await odoo.create('mailing.contact', { name: 'Closed' }, { name: 'Open' });
      await closes('mailing.contact', ids[0] ?? 0, 'perm_write');

      const vals = { name: 'After' };
      const error = await failure(
        odoo.call({ model: 'mailing.contact', method: 'write', ids, params: { vals } }),
      );

      expect(error.code).toBe('odoo.access');
      expect(await odoo.read('mailing.contact', ids, ['name'])).toMatchObject([
        { name: 'Closed' },
        { name: 'Open' },
      ]);
    });

    it('hides a closed record from a search, and refuses to read it', async () => {
      const ids = await odoo.create('mailing.contact', { name: 'Closed' }, { name: 'Open' });
      await closes('mailing.contact', ids[0] ?? 0, 'perm_read');

      const error = await failure(odoo.read('mailing.contact', ids, ['name']));

      const params = { domain: [['id', 'in', ids]] };
      expect(error.code).toBe('odoo.access');
      expect(await odoo.call({ model: 'mailing.contact', method: 'search', params })).toEqual([ids[1]]);
    });
  });

  describe('a user of Email Marketing', () => {
    const marketing = 'mass_mailing.group_mass_mailing_user';

    it('may do all to mailing lists, contacts and the blacklist, and only read customers and tags', async () => {
      const marketer = await aUser('marketer', marketing);
      const { subscriptionModel } = odoo.session.capabilities;
      const models = ['mailing.list', 'mailing.contact', subscriptionModel, 'mail.blacklist', 'res.partner'];

      const rights: string[] = [];
      for (const model of [...models, 'res.partner.category'])
        for (const operation of ['read', 'create'] as const)
          if (await hasModelAccess(marketer, model, operation)) rights.push(`${model} ${operation}`);

      expect(rights).toEqual([
        ...models.slice(0, 4).flatMap((model) => [`${model} read`, `${model} create`]),
        ...['res.partner read', 'res.partner.category read'],
      ]);
    });

    it('may not read what the database is called by', async () => {
      const { transport } = await aUser('curious', marketing);
      const params = { domain: [['key', '=', 'database.uuid']], fields: ['value'] };
      const request = { model: 'ir.config_parameter', method: 'search_read', params };

      const error = await failure(transport.call(request));

      expect(error.code).toBe('odoo.access');
      expect(await odoo.call(request)).toMatchObject([{ value: expect.stringMatching(/^[0-9a-f-]{36}$/u) }]);
    });

    it('may write customers with Contact Creation, but for those who are colleagues', async () => {
      const { transport } = await aUser('creator', marketing, 'base.group_partner_manager');
      const [customer = 0] = await odoo.create('res.partner', { name: 'Customer' });
      const [colleague] = await odoo.read('res.users', [2], ['partner_id']);
      const write = (id: number) =>
        transport.call({
          ...{ model: 'res.partner', method: 'write', ids: [id] },
          params: { vals: { city: 'Lisboa' } },
        });

      const error = await failure(write((colleague?.partner_id as [number, string])[0]));

      // B59: it is that customer's, for all others may be written.
      expect(error).toBeInstanceOf(RecordError);
      expect(error.code).toBe('odoo.access');
      expect(await write(customer)).toBe(true);
    });
  });

  describe('languages', () => {
    it('once installed have names of their own for tags, and searches go by those', async () => {
      await install('fr_FR');
      const context = { lang: 'fr_FR' };
      const model = 'res.partner.category';
      const ids = await odoo.create(model, { name: odoo.unique('VIP') });
      const [english] = await odoo.read(model, ids, ['name']);
      const french = odoo.unique('Client VIP');
      await odoo.call({ model, method: 'write', ids, params: { vals: { name: french } }, context });

      const read = await odoo.call({ model, method: 'read', ids, params: { fields: ['name'] }, context });

      const search = (name: unknown) =>
        odoo.call({ model, method: 'search', params: { domain: [['name', '=', name]] }, context });
      expect(read).toMatchObject([{ name: french }]);
      expect(await odoo.read(model, ids, ['name'])).toMatchObject([{ name: english?.name }]);
      expect([await search(french), await search(english?.name)]).toEqual([ids, []]);
    });

    it('are told of the user', async () => {
      const answer = await odoo.call({ model: 'res.users', method: 'context_get' });

      expect(answer).toMatchObject({ lang: 'en_US' });
    });

    async function install(code: string): Promise<void> {
      const byId = odoo.session.serverVersion.major >= 16;
      const chosen = byId
        ? { lang_ids: [[6, 0, [await idOf('res.lang', ['code', '=', code])]]] }
        : { lang: code };
      const ids = await odoo.create('base.language.install', chosen);
      await odoo.call({ model: 'base.language.install', method: 'lang_install', ids });
    }
  });
}
