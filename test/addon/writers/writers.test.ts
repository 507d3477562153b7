import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendLog, type LogEntry } from '../../../src/addon/writers/append-log.js';
import { erasePerson } from '../../../src/addon/writers/erase-person.js';
import { readAutoExport } from '../../../src/addon/writers/read-auto-export.js';
import { writeAccount } from '../../../src/addon/writers/write-account.js';
import { writeAudiences } from '../../../src/addon/writers/write-audiences.js';
import { writeMemberStatuses } from '../../../src/addon/writers/write-member-statuses.js';
import { subscriptionAddonValues } from '../../../src/core/addon-names.js';
import { parseDomainText } from '../../../src/odoo/records/domain-text.js';
import type { Domain } from '../../../src/odoo/records/search-read.js';
import { describeAddon } from '../../support/staging/describe-odoo.js';
import { accountKey, anAccount, anAudience, audienceId, AddonWorld } from '../addon-world.js';

const statusFields = ['x_mailchimp_status', 'x_mailchimp_subscribed_at', 'x_mailchimp_pushed_at'];

describeAddon('What the bridge writes into its addon', (server) => {
  let world: AddonWorld;

  beforeAll(async () => {
    world = await AddonWorld.open(server);
  }, 300_000);
  afterAll(() => world.close());

  const transport = () => world.bridge.transport;
  const callsOf = async (work: () => Promise<unknown>): Promise<number> => {
    const before = transport().calls;
    await work();
    return transport().calls - before;
  };

  describe('the account', () => {
    it('B37: shows the options, and is written a second time over the first', async () => {
      const { options } = anAccount();
      const changed = { ...anAccount(), options: { ...options, auto_create_customer: true } };

      const first = await writeAccount(transport(), anAccount());
      const second = await writeAccount(transport(), changed);

      expect(second).toEqual(first);
      expect(first.id).toBe(world.ids.account);
      expect(
        await world.marketer.read('x_mailchimp_account', first.id, ['x_name', 'x_auto_create_customer']),
      ).toMatchObject({ x_name: 'Acme Widgets', x_auto_create_customer: true });
    });

    it('costs one read when nothing changed, and asks nobody for its name', async () => {
      await writeAccount(transport(), anAccount());
      const unchanged = { ...anAccount(), seenAt: null, name: () => Promise.reject(new Error('asked')) };

      expect(await callsOf(() => writeAccount(transport(), unchanged))).toBe(1);
    });
  });

  describe('the audiences', () => {
    it('B3: have name, creation date, address, rating and counters, and a mailing list', async () => {
      const fields = ['x_name', 'x_date_created', 'x_rating', 'x_count_subscribed', 'x_mailing_list_ids'];

      expect(await world.marketer.read('x_mailchimp_audience', world.ids.audience, fields)).toMatchObject({
        ...{ x_name: 'Newsletter', x_date_created: '2024-01-02 03:04:05', x_rating: 4 },
        ...{ x_count_subscribed: 2, x_mailing_list_ids: [world.ids.mailingList] },
      });
    });

    it('cost two reads when nothing changed', async () => {
      const row = anAudience({ mailingListId: world.ids.mailingList });

      expect(await callsOf(() => writeAudiences(transport(), world.ids.account, [row]))).toBe(2);
    });

    it('are changed and bound to another list without a second one', async () => {
      const row = anAudience({ mailingListId: world.ids.otherList, counts: { subscribed: 7 } });

      const ids = await writeAudiences(transport(), world.ids.account, [row]);
      const changed = await world.admin.read('x_mailchimp_audience', world.ids.audience, [
        'x_count_subscribed',
        'x_count_unsubscribed',
        'x_mailing_list_ids',
      ]);
      await writeAudiences(transport(), world.ids.account, [
        anAudience({ mailingListId: world.ids.mailingList }),
      ]);

      expect(ids).toEqual(new Map([[audienceId, world.ids.audience]]));
      expect(changed).toMatchObject({
        ...{ x_count_subscribed: 7, x_count_unsubscribed: 1, x_mailing_list_ids: [world.ids.otherList] },
      });
    });
  });

  describe('B37: the status of members', () => {
    it('is written by contact or by subscription, with equal values in one call', async () => {
      const contacts = await Promise.all(
        ['Ana', 'Bia', 'Caio', 'Davi'].map((name) => world.contact(name, world.ids.mailingList)),
      );
      const [ana = 0, bia = 0, caio = 0, davi = 0] = contacts;
      const davis = await world.subscription(davi);

      const calls = await callsOf(() =>
        writeMemberStatuses(world.bridge.session, world.ids.mailingList, [
          { contactId: ana, status: 'subscribed', pushedAt: '2026-01-02 03:04:05' },
          { contactId: bia, status: 'subscribed', pushedAt: '2026-01-02 03:04:05' },
          { contactId: caio, status: 'unsubscribed', subscribedAt: '2020-01-01 00:00:00' },
          { subscriptionId: davis, status: 'cleaned' },
        ]),
      );
      const read = async (contact: number) =>
        world.admin.read(
          world.admin.session.capabilities.subscriptionModel,
          await world.subscription(contact),
          statusFields,
        );

      expect(calls).toBe(4);
      expect(await read(bia)).toMatchObject({
        ...{ x_mailchimp_status: 'subscribed', x_mailchimp_pushed_at: '2026-01-02 03:04:05' },
      });
      expect(await read(caio)).toMatchObject({
        ...{ x_mailchimp_status: 'unsubscribed', x_mailchimp_subscribed_at: '2020-01-01 00:00:00' },
      });
      expect(await read(davi)).toMatchObject({ x_mailchimp_status: 'cleaned' });
    });

    it('of many members with a date each costs two calls', async () => {
      const names = Array.from({ length: 30 }, (_, index) => `Many${index}`);
      const contacts = await world.contacts(names);
      const rows = contacts.map((contactId, index) => ({
        ...{ contactId, status: 'subscribed' as const },
        subscribedAt: `2026-01-01 00:00:${String(index).padStart(2, '0')}`,
      }));

      expect(
        await callsOf(() => writeMemberStatuses(world.bridge.session, world.ids.mailingList, rows)),
      ).toBe(2);
      const model = world.admin.session.capabilities.subscriptionModel;
      const domain = [
        ['contact_id', 'in', contacts],
        ['x_mailchimp_status', '=', 'subscribed'],
      ];
      expect(await world.admin.count(model, domain)).toBe(30);
    });

    it('passes over a contact that is not on the list', async () => {
      const contact = await world.contact('Elsewhere', world.ids.otherList);

      await writeMemberStatuses(world.bridge.session, world.ids.mailingList, [
        { contactId: contact, status: 'subscribed' },
      ]);

      expect(await world.subscription(contact)).toBe(0);
    });

    it('goes along when a contact is created, for no call at all', async () => {
      const { contactSubscriptions, subscriptionModel } = world.admin.session.capabilities;
      const values = subscriptionAddonValues({ status: 'pending', subscribedAt: null });
      const contact = await world.admin.createOne('mailing.contact', {
        ...{ name: 'Fresh', email: 'fresh@acme-widgets.com' },
        [contactSubscriptions]: [[0, 0, { list_id: world.ids.mailingList, ...values }]],
      });

      const row = await world.admin.read(subscriptionModel, await world.subscription(contact), statusFields);
      expect(row).toMatchObject({ x_mailchimp_status: 'pending', x_mailchimp_subscribed_at: false });
    });
  });

  describe('B18: the filter Pending for Export', () => {
    /** The filter's own domain, as the web client finds it in the search view. */
    const pending = async (): Promise<Domain> => {
      const { shown } = await world.marketer.loadViews('mailing.contact');
      const [, domain = ''] = /<filter name="mailchimp_pending"[^>]* domain="([^"]*)"/u.exec(shown) ?? [];
      return parseDomainText(domain);
    };

    it('finds who is on a list of an audience and was never pushed, however the list was set', async () => {
      const { mailingList, otherList } = world.ids;
      const waiting = await world.contact('Waiting', mailingList);
      const byTags = await world.admin.createOne('mailing.contact', {
        ...{ name: 'By tags', email: 'bytags@acme-widgets.com', list_ids: [[4, mailingList]] },
      });
      const pushed = await world.contact('Pushed', mailingList, otherList);
      const elsewhere = await world.contact('Unbound', otherList);
      await writeMemberStatuses(world.bridge.session, mailingList, [
        { contactId: pushed, status: 'subscribed' },
      ]);

      const found = await world.marketer.search(
        'mailing.contact',
        ['&', ['id', 'in', [waiting, byTags, pushed, elsewhere]], ...(await pending())],
        ['name'],
      );

      expect(found.map(({ id }) => id)).toEqual([waiting, byTags]);
    });
  });

  describe('B39: the logs', () => {
    const date = new Date('2026-03-04T05:06:07Z');
    const entry = (change: Partial<LogEntry> = {}): LogEntry => ({
      ...{ key: 'run-1', name: 'Auto export of Newsletter', audience: audienceId },
      ...{ type: 'error', operation: 'export', date },
      lines: [
        {
          ...{ name: 'Ana', reason: 'Invalid Resource', description: 'looks fake or invalid', date },
          record: { model: 'mailing.contact', id: 1 },
        },
        { name: 'a member', reason: 'Gone', description: 'not found', date, record: null },
      ],
      ...change,
    });

    it('B21: have a line for each record, in one call', async () => {
      const calls = await callsOf(() => appendLog(transport(), entry()));

      const [log] = await world.marketer.search(
        'x_mailchimp_log',
        [['x_key', '=', 'run-1']],
        [...['x_audience_id', 'x_type', 'x_operation', 'x_date', 'x_line_count', 'x_line_ids']],
      );
      expect(calls).toBe(3);
      expect(log).toMatchObject({
        ...{ x_audience_id: [world.ids.audience, 'Newsletter'], x_type: 'error' },
        ...{ x_operation: 'export', x_line_count: 2, x_date: '2026-03-04 05:06:07' },
      });
      expect(
        await world.marketer.search(
          'x_mailchimp_log_line',
          [['x_reason', '=', 'Invalid Resource']],
          ['x_description', 'x_model', 'x_res_id', 'x_date'],
        ),
      ).toMatchObject([
        {
          ...{ x_description: 'looks fake or invalid', x_model: 'mailing.contact', x_res_id: 1 },
          x_date: '2026-03-04 05:06:07',
        },
      ]);
    });

    it('are written once, however often the bridge says so', async () => {
      const first = await appendLog(transport(), entry({ key: 'run-2' }));
      const second = await appendLog(transport(), entry({ key: 'run-2' }));

      expect(second).toBe(first);
    });

    it('B57: have no line about a person who is forgotten, and no job’s result names them', async () => {
      const line = (description: string, id: number) => ({
        ...{ name: 'Somebody', reason: 'forget', description, date },
        record: { model: 'res.partner', id },
      });
      const lines = [
        line('no', 11),
        line('ana@shop.pt looks fake', 12),
        line('joana@shop.pt looks fake', 13),
      ];
      await appendLog(transport(), entry({ key: 'run-4', lines }));
      const job = await world.admin.createOne('x_mailchimp_job', {
        ...{ x_name: 'Export', x_result: 'Ana@shop.pt is another member', x_state: 'done' },
      });

      const removed = await erasePerson(transport(), {
        address: 'ana@shop.pt',
        records: [{ model: 'res.partner', ids: [11] }],
      });

      expect(removed).toEqual([
        { model: 'x_mailchimp_log_line', count: 2 },
        { model: 'x_mailchimp_job', count: 1 },
      ]);
      const left = await world.admin.search(
        'x_mailchimp_log_line',
        [['x_reason', '=', 'forget']],
        ['x_res_id'],
      );
      expect(left).toMatchObject([{ x_res_id: 13 }]);
      expect(await world.admin.read('x_mailchimp_job', job, ['x_result'])).toMatchObject({
        x_result: '••• is another member',
      });
    });

    it('lead to the record by their arrow', async () => {
      const contact = await world.contact('Arrow', world.ids.mailingList);
      await appendLog(
        transport(),
        entry({
          key: 'run-3',
          lines: [
            {
              ...{ name: 'Arrow', reason: 'r', description: 'd', date },
              record: { model: 'mailing.contact', id: contact },
            },
          ],
        }),
      );
      const [line] = await world.marketer.search(
        'x_mailchimp_log_line',
        [['x_res_id', '=', contact]],
        ['x_name'],
      );

      const action = await world.marketer.runAction(
        await world.action('open_record'),
        'x_mailchimp_log_line',
        [line?.id ?? 0],
      );

      expect(action).toMatchObject({ res_model: 'mailing.contact', res_id: contact });
    });
  });

  describe('B39: the auto-export of an audience', () => {
    const rules = () => readAutoExport(transport(), accountKey);
    const set = (values: object) =>
      world.marketer.write('x_mailchimp_audience', [world.ids.audience], values);

    it('is what people set in Odoo', async () => {
      await set({
        ...{ x_auto_export: true, x_auto_export_model: 'res.partner' },
        x_auto_export_domain: "[('country_id.code', '=', 'PT')]",
      });

      expect(await rules()).toEqual([
        {
          ...{ audience: audienceId, enabled: true, model: 'res.partner', problem: null },
          domain: [['country_id.code', '=', 'PT']],
        },
      ]);
    });

    it.each([false, "[('user_id', '=', uid)]"])('is no rule with the filter %s', async (text) => {
      await set({ x_auto_export_domain: text });

      const [rule] = await rules();

      expect(rule?.domain).toBeNull();
      expect(rule?.problem?.hint).toBeTruthy();
    });

    it('is the configuration file alone when that has one, shown in Odoo', async () => {
      const pinned = {
        ...{ enabled: true, model: 'mailing.contact' as const },
        domain: [['tag_ids.name', '=', 'VIP']],
      };
      const row = anAudience({ mailingListId: world.ids.mailingList, pinnedAutoExport: pinned });
      await writeAudiences(transport(), world.ids.account, [row]);

      const shown = await world.marketer.read('x_mailchimp_audience', world.ids.audience, [
        ...['x_auto_export_pinned', 'x_auto_export_model', 'x_auto_export_domain'],
      ]);

      expect(await rules()).toEqual([]);
      expect(shown).toMatchObject({
        ...{ x_auto_export_pinned: true, x_auto_export_model: 'mailing.contact' },
        x_auto_export_domain: '[("tag_ids.name", "=", "VIP")]',
      });
    });

    it('exports no more when its rule is taken out of the configuration file, and keeps the filter', async () => {
      const row = anAudience({ mailingListId: world.ids.mailingList });
      const pinnedAutoExport = { enabled: true, model: 'res.partner' as const, domain: [] };
      await writeAudiences(transport(), world.ids.account, [{ ...row, pinnedAutoExport }]);

      await writeAudiences(transport(), world.ids.account, [row]);

      expect(await rules()).toMatchObject([{ enabled: false, domain: [] }]);
    });
  });

  it('B39: a counter opens the contacts with that status on that audience only', async () => {
    const { mailingList, otherList } = world.ids;
    const both = await world.contact('Both', mailingList, otherList);
    const here = await world.contact('Here', mailingList);
    await writeMemberStatuses(world.bridge.session, mailingList, [
      { contactId: here, status: 'archived' },
      { contactId: both, status: 'subscribed' },
    ]);
    await writeMemberStatuses(world.bridge.session, otherList, [{ contactId: both, status: 'archived' }]);

    const action = (await world.marketer.transport.call({
      ...{ model: 'ir.actions.server', method: 'run', ids: [await world.action('open_members')] },
      context: {
        active_model: 'x_mailchimp_audience',
        active_id: world.ids.audience,
        mailchimp_status: 'archived',
      },
    })) as { domain: unknown[]; res_model: string };
    const found = await world.marketer.search(action.res_model, action.domain, ['name']);

    expect(found.map(({ id }) => id)).toEqual([here]);
  });
});
