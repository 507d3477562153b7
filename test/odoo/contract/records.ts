import { describe, expect, it } from '@jest/globals';
import type { ContractSession } from './contract-session.js';

export function recordsContract(odoo: ContractSession): void {
  describe('records', () => {
    it('creates one record and reads it back, empty fields as false', async () => {
      const email = odoo.address();

      const ids = await odoo.create('mailing.contact', { name: 'Ada', email });

      const [row] = await odoo.read('mailing.contact', ids, [
        'name',
        'email',
        'email_normalized',
        'country_id',
        'company_name',
      ]);
      expect(row).toEqual({
        id: ids[0],
        name: 'Ada',
        email,
        email_normalized: email,
        country_id: false,
        company_name: false,
      });
    });

    it('reads a control character in a name as it is; over XML-RPC, 19 leaves it out', async () => {
      const plain = await odoo.connect(odoo.options.protocol === 'json2' ? {} : { protocol: 'jsonrpc' });
      const params = { vals_list: [{ name: 'A\u0007b\u0085', email: odoo.address() }] };
      const made = await plain.transport.call({ model: 'mailing.contact', method: 'create', params });
      await plain.close();

      const [row] = await odoo.read('mailing.contact', made as number[], ['name']);

      const isLeftOut = odoo.options.protocol === 'xmlrpc' && odoo.session.serverVersion.major >= 19;
      expect(row?.name).toBe(isLeftOut ? 'Ab\u0085' : 'A\u0007b\u0085');
    });

    it('creates many with nested subscriptions in one call', async () => {
      const mailingList = await odoo.aMailingList();
      const people = Array.from({ length: 50 }, (_, index) => ({
        name: `Person ${index}`,
        email: odoo.address(),
        [odoo.subscriptions()]: [[0, 0, { list_id: mailingList, opt_out: index % 2 === 1 }]],
      }));
      const before = odoo.session.transport.calls;

      const ids = await odoo.create('mailing.contact', ...people);

      expect(odoo.session.transport.calls - before).toBe(1);
      expect(ids).toHaveLength(50);
      const optedOut = await odoo.call({
        model: odoo.session.capabilities.subscriptionModel,
        method: 'search_count',
        params: {
          domain: [
            ['list_id', '=', mailingList],
            ['opt_out', '=', true],
          ],
        },
      });
      expect(optedOut).toBe(25);
    });

    it('changes many contacts, each in its own way, through their mailing list in one call', async () => {
      const mailingList = await odoo.aMailingList();
      const subscription = { [odoo.subscriptions()]: [[0, 0, { list_id: mailingList }]] };
      const ids = await odoo.create(
        'mailing.contact',
        ...['Ada', 'Grace'].map((name) => ({ name, email: odoo.address(), ...subscription })),
      );
      const changes = ids.map((id, index) => [1, id, { name: `Renamed ${index}` }]);

      const vals = { contact_ids: changes };
      await odoo.call({ model: 'mailing.list', method: 'write', ids: [mailingList], params: { vals } });

      const rows = await odoo.read('mailing.contact', ids, ['name', 'list_ids']);
      expect(rows.map(({ name }) => name)).toEqual(['Renamed 0', 'Renamed 1']);
      expect(rows.map(({ list_ids }) => list_ids)).toEqual([[mailingList], [mailingList]]);
    });

    it('dates an opt-out by itself, and forgets the date when it is taken back', async () => {
      const { optOutDate, subscriptionModel } = odoo.session.capabilities;
      const mailingList = await odoo.aMailingList();
      const [contact = 0] = await odoo.create('mailing.contact', { name: 'Grace', email: odoo.address() });
      const ids = await odoo.create(subscriptionModel, {
        contact_id: contact,
        list_id: mailingList,
        opt_out: true,
      });
      const [optedOut] = await odoo.read(subscriptionModel, ids, [optOutDate]);

      await odoo.call({
        model: subscriptionModel,
        method: 'write',
        ids,
        params: { vals: { opt_out: false } },
      });

      const [back] = await odoo.read(subscriptionModel, ids, ['opt_out', optOutDate]);
      expect(optedOut?.[optOutDate]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      expect(back).toMatchObject({ opt_out: false, [optOutDate]: false });
    });

    it('searches with a domain, an order, a limit and an offset', async () => {
      const city = odoo.unique('city');
      await odoo.create(
        'res.partner',
        ...['C', 'A', 'B', 'D'].map((name) => ({ name, city, email: odoo.address() })),
      );
      const domain = ['&', ['city', '=', city], '|', ['name', 'in', ['A', 'B']], ['name', '=ilike', 'c']];

      const rows = await odoo.call({
        model: 'res.partner',
        method: 'search_read',
        params: { domain, fields: ['name'], order: 'name desc', limit: 2, offset: 1 },
      });

      expect(rows).toMatchObject([{ name: 'B' }, { name: 'A' }]);
    });

    it('searches through relations', async () => {
      const mailingList = await odoo.aMailingList();
      const [contact] = await odoo.create('mailing.contact', {
        name: 'Katherine',
        email: odoo.address(),
        [odoo.subscriptions()]: [[0, 0, { list_id: mailingList }]],
      });

      const found = await odoo.call({
        model: 'mailing.contact',
        method: 'search',
        params: { domain: [[`${odoo.subscriptions()}.list_id`, '=', mailingList]] },
      });

      expect(found).toEqual([contact]);
    });

    it('finds an address by its normalised form', async () => {
      const email = odoo.address();
      const [id] = await odoo.create('mailing.contact', {
        name: 'Mary',
        email: `"Mary S." <${email.toUpperCase()}>`,
      });

      const found = await odoo.call({
        model: 'mailing.contact',
        method: 'search',
        params: { domain: [['email_normalized', 'in', [email, 'nobody@example.com']]] },
      });

      expect(found).toEqual([id]);
    });

    it('links, replaces and unlinks tags', async () => {
      const tags = await odoo.create(
        'res.partner.category',
        ...['x', 'y', 'z'].map((name) => ({ name: odoo.unique(name) })),
      );
      const [x = 0, y = 0, z = 0] = tags;
      const ids = await odoo.create('res.partner', { name: 'Emmy', category_id: [[6, 0, [x]]] });

      await odoo.call({
        model: 'res.partner',
        method: 'write',
        ids,
        params: {
          vals: {
            category_id: [
              [4, y],
              [4, z],
              [3, x],
            ],
          },
        },
      });

      const [row] = await odoo.read('res.partner', ids, ['category_id']);
      expect((row?.category_id as number[]).toSorted((a, b) => a - b)).toEqual([y, z]);
    });

    it('sends a many2one as its id and name', async () => {
      const [country] = (await odoo.call({
        model: 'res.country',
        method: 'search_read',
        params: { domain: [['code', '=', 'BE']], fields: ['name', 'code'] },
      })) as { id: number; name: string }[];
      const ids = await odoo.create('res.partner', { name: 'Hypatia', country_id: country?.id });

      const [row] = await odoo.read('res.partner', ids, ['country_id']);

      expect(row?.country_id).toEqual([country?.id, 'Belgium']);
    });

    it('writes the same values to many, moves write_date, and answers true', async () => {
      const ids = await odoo.create(
        'mailing.contact',
        ...[1, 2, 3].map(() => ({ name: 'Before', email: odoo.address() })),
      );

      const answer = await odoo.call({
        model: 'mailing.contact',
        method: 'write',
        ids,
        params: { vals: { name: 'After' } },
      });

      const rows = await odoo.read('mailing.contact', ids, ['name', 'write_date', 'create_date']);
      expect(answer).toBe(true);
      expect(rows.map((row) => row.name)).toEqual(['After', 'After', 'After']);
      expect(rows[0]?.write_date).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      expect(String(rows[0]?.write_date) >= String(rows[0]?.create_date)).toBe(true);
    });

    it('pages by write_date and id with the date it was given', async () => {
      const ids = await odoo.create('mailing.contact', { name: 'Sophie', email: odoo.address() });
      const [row] = await odoo.read('mailing.contact', ids, ['write_date']);

      const found = await odoo.call({
        model: 'mailing.contact',
        method: 'search',
        params: {
          domain: [
            ['write_date', '>=', row?.write_date],
            ['id', 'in', ids],
          ],
          order: 'write_date asc, id asc',
        },
      });

      expect(found).toEqual(ids);
    });

    it('leaves out what is not there when reading', async () => {
      const ids = await odoo.create('mailing.contact', { name: 'Still there', email: odoo.address() });

      const rows = await odoo.read('mailing.contact', [...ids, 999_999_999], ['name']);

      expect(rows).toHaveLength(1);
    });

    it('deletes a mailing contact with its subscriptions', async () => {
      const mailingList = await odoo.aMailingList();
      const line = { list_id: mailingList };
      const ids = await odoo.create('mailing.contact', {
        name: 'Gone',
        email: odoo.address(),
        [odoo.subscriptions()]: [[0, 0, line]],
      });

      const answer = await odoo.call({ model: 'mailing.contact', method: 'unlink', ids });

      const left = await odoo.call({
        model: odoo.session.capabilities.subscriptionModel,
        method: 'search_count',
        params: { domain: [['list_id', '=', mailingList]] },
      });
      expect([answer, left]).toEqual([true, 0]);
    });

    it('describes fields', async () => {
      const fields = await odoo.call({
        model: 'mailing.contact',
        method: 'fields_get',
        params: { allfields: ['email', 'country_id'], attributes: ['type', 'relation', 'string'] },
      });

      expect(fields).toMatchObject({
        email: { type: 'char' },
        country_id: { type: 'many2one', relation: 'res.country' },
      });
    });

    it('carries any text unharmed', async () => {
      const name = 'Zoë Müller 李小龙 🎈 <b>&amp; "q" \\ ]]> \' %s {}';
      const [id = 0] = await odoo.create('mailing.contact', { name, email: odoo.address() });

      const [row] = await odoo.read('mailing.contact', [id], ['name']);

      expect(row?.name).toBe(name);
    });

    it('carries line breaks in texts', async () => {
      const ids = await odoo.create('res.partner', { name: 'Lines', street: 'Floor 1\nRoom 2' });

      const [row] = await odoo.read('res.partner', ids, ['street']);

      expect(row?.street).toBe('Floor 1\nRoom 2');
    });

    it('takes false and null for empty', async () => {
      const ids = await odoo.create('res.partner', {
        name: 'Empty',
        street: 'There',
        city: 'There',
        country_id: false,
      });

      await odoo.call({
        model: 'res.partner',
        method: 'write',
        ids,
        params: { vals: { street: false, city: null } },
      });

      expect(await odoo.read('res.partner', ids, ['street', 'city'])).toMatchObject([
        { street: false, city: false },
      ]);
    });

    it('creates and reads a big page', async () => {
      const people = Array.from({ length: 1000 }, (_, index) => ({
        name: `Page ${index}`,
        email: odoo.address(),
      }));

      const ids = await odoo.create('mailing.contact', ...people);

      const rows = await odoo.read('mailing.contact', ids, ['name', 'email']);
      expect(rows.map((row) => row.email)).toEqual(people.map((person) => person.email));
    }, 300_000);

    it('answers many calls at once, each with its own', async () => {
      const ids = await odoo.create(
        'mailing.contact',
        ...Array.from({ length: 12 }, (_, n) => ({ name: `N${n}`, email: odoo.address() })),
      );

      const answers = await Promise.all(ids.map((id) => odoo.read('mailing.contact', [id], ['name'])));

      expect(answers.map(([row]) => row?.name)).toEqual(ids.map((_, n) => `N${n}`));
    });
  });
}
