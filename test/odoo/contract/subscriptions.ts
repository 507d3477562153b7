import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../../src/support/errors.js';
import type { ContractSession } from './contract-session.js';
import { failure } from './failure.js';

const given = '2020-01-02 03:04:05';

/** Subscriptions and mailing lists, where versions and ways to them differ. */
export function subscriptionsContract(odoo: ContractSession): void {
  const model = () => odoo.session.capabilities.subscriptionModel;
  const date = () => odoo.session.capabilities.optOutDate;
  const keepsDates = () => odoo.session.serverVersion.major >= 17;

  async function subscribed(values: object = {}): Promise<{ contact: number; list: number; row: number }> {
    const list = await odoo.aMailingList();
    const line = [0, 0, { list_id: list, ...values }];
    const [contact = 0] = await odoo.create('mailing.contact', {
      ...{ name: 'Ana', email: odoo.address(), [odoo.subscriptions()]: [line] },
    });
    const [row] = await rowsOf(contact);
    return { contact, list, row: row?.id ?? 0 };
  }

  async function rowsOf(contact: number): Promise<(Record<string, unknown> & { id: number })[]> {
    const fields = ['list_id', 'opt_out', date(), 'create_date', 'write_date'];
    const params = { domain: [['contact_id', '=', contact]], fields, order: 'id' };
    const rows = await odoo.call({ model: model(), method: 'search_read', params });
    return rows as (Record<string, unknown> & { id: number })[];
  }

  const write = (of: string, ids: number[], vals: object) =>
    odoo.call({ model: of, method: 'write', ids, params: { vals } });

  describe('subscriptions', () => {
    it('keep the date that comes with an opt-out from 17.0 on; before, it is Odoo’s own', async () => {
      const { contact, row } = await subscribed({ opt_out: true, [date()]: given });
      const [created] = await rowsOf(contact);
      await write(model(), [row], { opt_out: true, [date()]: given });

      const [written] = await rowsOf(contact);

      expect([created?.[date()] === given, written?.[date()] === given]).toEqual([
        keepsDates(),
        keepsDates(),
      ]);
    });

    it('are opted out by a date alone from 17.0 on', async () => {
      const { contact, row } = await subscribed();

      await write(model(), [row], { [date()]: given });

      expect(await rowsOf(contact)).toMatchObject([{ opt_out: keepsDates(), [date()]: given }]);
    });

    it('take the time of the last time somebody said so', async () => {
      const { contact, row } = await subscribed({ opt_out: true });
      await write(model(), [row], { [date()]: given });

      await write(model(), [row], { opt_out: true });

      expect((await rowsOf(contact))[0]?.[date()]).not.toBe(given);
    });

    it('made with a contact’s lists have no dates, and go with them', async () => {
      const [first, second] = [await odoo.aMailingList(), await odoo.aMailingList()];
      const values = { name: 'Ana', email: odoo.address(), list_ids: [[6, 0, [first]]] };
      const [contact = 0] = await odoo.create('mailing.contact', values);
      const made = await rowsOf(contact);
      await write('mailing.list', [second], { contact_ids: [[4, contact]] });
      await write('mailing.contact', [contact], { list_ids: [[3, first]] });

      const left = await rowsOf(contact);

      const undated = { opt_out: false, create_date: false, write_date: false };
      expect(made).toMatchObject([{ ...undated, list_id: [first, expect.anything()] }]);
      expect(left).toMatchObject([{ ...undated, list_id: [second, expect.anything()] }]);
    });

    it('made again are other rows', async () => {
      const { contact, list, row } = await subscribed({ opt_out: true });
      await odoo.call({ model: model(), method: 'unlink', ids: [row] });

      const [again] = await odoo.create(model(), { contact_id: contact, list_id: list });

      expect(again).not.toBe(row);
      expect(await rowsOf(contact)).toMatchObject([{ id: again, opt_out: false, [date()]: false }]);
    });
  });

  describe('mailing lists', () => {
    it('are archived and come back', async () => {
      const list = await odoo.aMailingList();
      const active = async () => (await odoo.read('mailing.list', [list], ['active']))[0]?.active;
      await odoo.call({ model: 'mailing.list', method: 'action_archive', ids: [list] });
      const archived = await active();

      await odoo.call({ model: 'mailing.list', method: 'action_unarchive', ids: [list] });

      expect([archived, await active()]).toEqual([false, true]);
    });

    it('are merged without those who have opted out, and without twins; the sources are archived', async () => {
      const [source, target] = [await odoo.aMailingList(), await odoo.aMailingList()];
      const twin = odoo.address();
      const on = (list: number, email: string, opt_out = false) => ({
        ...{ name: 'Ana', email, [odoo.subscriptions()]: [[0, 0, { list_id: list, opt_out }]] },
      });
      const [moved] = await odoo.create(
        'mailing.contact',
        ...[on(source, odoo.address()), on(source, odoo.address(), true), on(source, twin), on(target, twin)],
      );
      const options = { merge_options: 'existing', dest_list_id: target, archive_src_lists: true };
      const wizard = { ...options, src_list_ids: [[6, 0, [source, target]]] };
      const ids = await odoo.create('mailing.list.merge', wizard);

      await odoo.call({ model: 'mailing.list.merge', method: 'action_mailing_lists_merge', ids });

      const rows = (await odoo.call({
        ...{ model: model(), method: 'search_read' },
        params: { domain: [['list_id', '=', target]], fields: ['contact_id', 'create_date'] },
      })) as { contact_id: [number, string]; create_date: string | false }[];
      const undated = rows.filter(({ create_date }) => create_date === false);
      expect(rows).toHaveLength(2);
      expect(undated.map(({ contact_id }) => contact_id[0])).toEqual([moved]);
      expect(await odoo.read('mailing.list', [source, target], ['active'])).toMatchObject([
        { active: false },
        { active: true },
      ]);
    });
  });

  describe('the CSV import', () => {
    const load = (fields: string[], data: string[][]) =>
      odoo.call({ model: 'mailing.contact', method: 'load', params: { fields, data } });

    it('creates contacts with their subscriptions', async () => {
      const list = await odoo.aMailingList();
      const email = odoo.address();
      const subscription = odoo.subscriptions();
      const fields = ['name', 'email', `${subscription}/list_id/.id`, `${subscription}/opt_out`];

      const { ids, messages } = (await load(fields, [['Ana', email, String(list), 'True']])) as {
        ids: number[];
        messages: unknown[];
      };

      expect(messages).toEqual([]);
      expect(await odoo.read('mailing.contact', ids, ['email'])).toMatchObject([{ email }]);
      expect(await rowsOf(ids[0] ?? 0)).toMatchObject([
        { opt_out: true, list_id: [list, expect.anything()] },
      ]);
    });

    it('changes the record of an id', async () => {
      const { contact } = await subscribed();

      await load(['.id', 'name'], [[String(contact), 'Renamed']]);

      expect(await odoo.read('mailing.contact', [contact], ['name'])).toMatchObject([{ name: 'Renamed' }]);
    });

    it('takes all rows or none', async () => {
      const [good, bad] = [odoo.address(), odoo.address()];
      const list = String(await odoo.aMailingList());
      const fields = ['email', `${odoo.subscriptions()}/list_id/.id`];

      const answer = await load(fields, [
        [good, list],
        [bad, '99999999'],
      ]);

      const domain = [['email', 'in', [good, bad]]];
      expect(answer).toMatchObject({ ids: false, messages: [{ type: 'error', record: 1 }] });
      expect(await odoo.call({ model: 'mailing.contact', method: 'search_count', params: { domain } })).toBe(
        0,
      );
    });
  });

  it('a field can be added to a model, and be gone again', async () => {
    const [about] = (await odoo.call({
      ...{ model: 'ir.model', method: 'search' },
      params: { domain: [['model', '=', 'mailing.contact']] },
    })) as number[];
    const name = 'x_contract_note';
    const field = { name, field_description: 'Note', model_id: about, ttype: 'char', state: 'manual' };
    const ids = await odoo.create('ir.model.fields', field);
    const [contact = 0] = await odoo.create('mailing.contact', { name: 'Ana', [name]: 'kept' });
    const [kept] = await odoo.read('mailing.contact', [contact], [name]);

    await odoo.call({ model: 'ir.model.fields', method: 'unlink', ids });

    const error = await failure(odoo.read('mailing.contact', [contact], [name]));
    expect(kept).toMatchObject({ [name]: 'kept' });
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.code).toBe('odoo.missing_field');
  });
}
