import { describe, expect, it } from '@jest/globals';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openWorld } from '../support/world/open-world.js';

describeOdoo('contacts export', (odoo) => {
  contacts(odoo);
  customers(odoo);
  selections(odoo);
  oneOrMany(odoo);
  refusals(odoo);
});

function contacts(odoo: TestOdoo): void {
  it('B16: a mailing contact on the mailing list becomes a member, with name and tags', async () => {
    await using world = await openWorld(odoo);
    const email = 'ana@oakline-farm.com';
    await world.odoo.hasContact({ name: 'Ana Sousa', email, tags: ['VIP', 'Lisbon'] });
    await world.odoo.create('mailing.contact', { name: 'Elsewhere', email: 'else@oakline-farm.com' });

    const run = await world.exportContacts();

    expect(run.totals).toMatchObject({ created: 1, failed: 0 });
    const member = await world.mailchimp.member(email);
    expect(member).toMatchObject({ status: 'subscribed', merge_fields: { FNAME: 'Ana', LNAME: 'Sousa' } });
    expect(member?.tags.map(({ name }) => name).sort()).toEqual(['Lisbon', 'VIP']);
    expect(await world.mailchimp.member('else@oakline-farm.com')).toBeNull();
  });

  it('B26: a new member is pending when the account says so', async () => {
    await using world = await openWorld(odoo, { policies: { new_member_status: 'pending' } });
    await world.odoo.hasContact({ email: 'asked@oakline-farm.com' });

    await world.exportContacts();

    expect((await world.mailchimp.member('asked@oakline-farm.com'))?.status).toBe('pending');
  });

  it('B17: a change of tags alone sends no empty change of the member', async () => {
    await using world = await openWorld(odoo);
    const email = 'tagged@oakline-farm.com';
    const id = await world.odoo.hasContact({ name: 'Ana Sousa', email, tags: ['VIP'] });
    await world.exportContacts();
    await world.odoo.write('mailing.contact', [id], { tag_ids: [[6, 0, [await world.odoo.tag('Paris')]]] });
    await world.mailchimp.control('DELETE', '/requests');

    const run = await world.exportContacts();

    const { by_route: routes } = await world.mailchimp.requests();
    expect(Object.keys(routes).filter((route) => /^(PATCH|PUT) /u.test(route))).toEqual([]);
    expect(run.totals).toMatchObject({ updated: 1, failed: 0 });
    expect((await world.mailchimp.member(email))?.tags.map(({ name }) => name)).toEqual(['Paris']);
  });

  it('B17: an update sends what changed, and nothing when nothing did', async () => {
    await using world = await openWorld(odoo);
    const email = 'changing@oakline-farm.com';
    const id = await world.odoo.hasContact({ name: 'Ana Sousa', email, tags: ['VIP'] });
    await world.exportContacts();
    await world.odoo.write('mailing.contact', [id], {
      name: 'Ana Costa',
      tag_ids: [
        [3, await world.odoo.tag('VIP')],
        [4, await world.odoo.tag('Paris')],
      ],
    });

    const run = await world.updateContacts();
    await world.mailchimp.control('DELETE', '/requests');
    const again = await world.updateContacts();

    expect(run.totals).toMatchObject({ updated: 1 });
    const member = await world.mailchimp.member(email);
    expect(member?.merge_fields).toMatchObject({ FNAME: 'Ana', LNAME: 'Costa' });
    expect(member?.tags.map(({ name }) => name)).toEqual(['Paris']);
    expect(again.totals).toMatchObject({ updated: 0, unchanged: 1 });
    const { by_route: routes } = await world.mailchimp.requests();
    expect(Object.keys(routes).filter((route) => !route.startsWith('GET'))).toEqual([]);
  });

  it('B17: a changed address renames the member, whose history stays', async () => {
    await using world = await openWorld(odoo);
    const id = await world.odoo.hasContact({ name: 'Ana Sousa', email: 'old@oakline-farm.com' });
    await world.exportContacts();
    const before = await world.mailchimp.member('old@oakline-farm.com');
    await world.odoo.write('mailing.contact', [id], { email: 'new@oakline-farm.com' });

    const run = await world.updateContacts();

    expect(run.totals).toMatchObject({ updated: 1, failed: 0 });
    expect((await world.mailchimp.member('new@oakline-farm.com'))?.contact_id).toBe(before?.contact_id);
    expect(await world.mailchimp.member('old@oakline-farm.com')).toBeNull();
  });

  it('B17: a new address that is a member already is a conflict, and nothing is lost', async () => {
    await using world = await openWorld(odoo);
    const id = await world.odoo.hasContact({ name: 'Ana', email: 'first@oakline-farm.com' });
    await world.mailchimp.has({ email_address: 'second@oakline-farm.com', status: 'subscribed' });
    await world.exportContacts();
    await world.odoo.write('mailing.contact', [id], { email: 'second@oakline-farm.com' });

    const run = await world.updateContacts();

    expect(run.failures).toMatchObject([{ id, code: 'export.address_taken' }]);
    expect((await world.mailchimp.member('first@oakline-farm.com'))?.status).toBe('subscribed');
    expect((await world.mailchimp.member('second@oakline-farm.com'))?.status).toBe('subscribed');
  });

  it('B49: a new address of who has unsubscribed is refused once, by name, and nobody is subscribed under it', async () => {
    await using world = await openWorld(odoo, { policies: { resubscribe: 'subscribed' } });
    const [old, moved] = ['left.old@oakline-farm.com', 'left.new@oakline-farm.com'];
    const id = await world.odoo.hasContact({ name: 'Ana Sousa', email: old });
    await world.exportContacts();
    await world.sync();
    await world.mailchimp.persona(old, 'unsubscribe');
    await world.sync();
    await world.odoo.write('mailing.contact', [id], { email: moved });

    const first = await world.sync();
    await world.mailchimp.control('DELETE', '/requests');
    const second = await world.sync();

    expect(first.failures).toMatchObject([{ id, code: 'mailchimp.cannot_rename' }]);
    expect(second.failures).toEqual([]);
    const { by_route: routes } = await world.mailchimp.requests();
    expect(Object.keys(routes).filter((route) => !route.startsWith('GET'))).toEqual([]);
    expect((await world.mailchimp.member(old))?.status).toBe('unsubscribed');
    expect(await world.mailchimp.member(moved)).toBeNull();
    expect(await world.odoo.contact(moved)).toMatchObject({ optOut: true });
  });

  it('B17: an update adds nobody', async () => {
    await using world = await openWorld(odoo);
    await world.odoo.hasContact({ email: 'nobody@oakline-farm.com' });

    const run = await world.updateContacts();

    expect(run.skipped).toEqual({ not_a_member: 1 });
    expect(await world.mailchimp.member('nobody@oakline-farm.com')).toBeNull();
  });
}

function customers(odoo: TestOdoo): void {
  const email = 'customer@oakline-farm.com';

  it('B16: a customer becomes a member, a mailing contact and a subscription', async () => {
    await using world = await openWorld(odoo);
    const tag = await world.odoo.tag('Gold');
    const partner = await world.odoo.create('res.partner', {
      name: 'Rui Alves',
      email: `Rui <${email}>`,
      category_id: [[6, 0, [tag]]],
    });

    const run = await world.exportContacts({
      model: 'res.partner',
      selection: { by: 'ids', ids: [partner] },
      audiences: [world.audienceId],
    });

    expect(run.totals).toMatchObject({ created: 1, failed: 0 });
    expect(await world.mailchimp.member(email)).toMatchObject({
      status: 'subscribed',
      merge_fields: { FNAME: 'Rui', LNAME: 'Alves' },
    });
    expect(await world.odoo.contact(email)).toMatchObject({
      name: 'Rui Alves',
      optOut: false,
      tags: ['Gold'],
    });
  });

  it('B16: exporting a customer twice makes one contact and one member', async () => {
    await using world = await openWorld(odoo);
    const own = `twice.${email}`;
    const partner = await world.odoo.create('res.partner', { name: 'Rui Alves', email: own });
    const request = {
      model: 'res.partner' as const,
      selection: { by: 'ids' as const, ids: [partner] },
      audiences: [world.audienceId],
    };

    await world.exportContacts(request);
    const again = await world.exportContacts(request);

    expect(again.totals).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
    expect(await world.odoo.contacts(own)).toHaveLength(1);
  });

  it('B25: a customer who opted out is neither subscribed in Odoo nor added in MailChimp', async () => {
    await using world = await openWorld(odoo);
    const own = `out.${email}`;
    await world.odoo.hasContact({ email: own, optOut: true });
    const partner = await world.odoo.create('res.partner', { name: 'Rui', email: own });

    const run = await world.exportContacts({
      model: 'res.partner',
      selection: { by: 'ids', ids: [partner] },
      audiences: [world.audienceId],
    });

    expect(run.skipped).toEqual({ opted_out: 1 });
    expect(await world.odoo.contact(own)).toMatchObject({ optOut: true });
    expect(await world.mailchimp.member(own)).toBeNull();
  });

  it('B9, B25: a blacklisted customer’s member is unsubscribed, and imported afterwards', async () => {
    await using world = await openWorld(odoo);
    const own = `listed.${email}`;
    await world.mailchimp.has({ email_address: own, status: 'subscribed' });
    const partner = await world.odoo.create('res.partner', { name: 'Rui', email: own });
    await world.odoo.create('mail.blacklist', { email: own });

    await world.exportContacts({
      model: 'res.partner',
      selection: { by: 'ids', ids: [partner] },
      audiences: [world.audienceId],
    });
    const status = (await world.mailchimp.member(own))?.status;
    await world.sync();

    expect(status).toBe('unsubscribed');
    expect(await world.odoo.contact(own)).toMatchObject({ optOut: true });
    expect((await world.mailchimp.member(own))?.status).toBe('unsubscribed');
  });

  it('B9: enrolling a customer whose membership is pending does not unsubscribe them', async () => {
    await using world = await openWorld(odoo);
    const own = `pending.${email}`;
    await world.mailchimp.has({ email_address: own, status: 'pending' });
    const partner = await world.odoo.create('res.partner', { name: 'Rui', email: own });

    await world.exportContacts({
      model: 'res.partner',
      selection: { by: 'ids', ids: [partner] },
      audiences: [world.audienceId],
    });

    expect((await world.mailchimp.member(own))?.status).toBe('pending');
    expect(await world.odoo.contact(own)).toMatchObject({ optOut: true });
    await world.mailchimp.persona(own, 'confirm');
    await world.fetch();
    expect(await world.odoo.contact(own)).toMatchObject({ optOut: false });
  });

  it('B46: who was put on the list by an export, opted out, may opt in there again', async () => {
    await using world = await openWorld(odoo, { policies: { resubscribe: 'pending' } });
    const own = `again.${email}`;
    await world.mailchimp.has({ email_address: own, status: 'unsubscribed' });
    await world.odoo.create('mailing.contact', { name: 'Rui', email: own });
    const partner = await world.odoo.create('res.partner', { name: 'Rui', email: own });
    await world.exportContacts({
      model: 'res.partner',
      selection: { by: 'ids', ids: [partner] },
      audiences: [world.audienceId],
    });
    const enrolled = await world.odoo.contact(own);
    await world.odoo.setOptOut(own, false);

    await world.updateContacts();

    expect(enrolled).toMatchObject({ optOut: true });
    expect((await world.mailchimp.member(own))?.status).toBe('pending');
  });

  it('B17: a customer’s new address renames the member', async () => {
    await using world = await openWorld(odoo);
    const partner = await world.odoo.create('res.partner', { name: 'Rui', email: `before.${email}` });
    const request = {
      model: 'res.partner' as const,
      selection: { by: 'ids' as const, ids: [partner] },
      audiences: [world.audienceId],
    };
    await world.exportContacts(request);
    await world.odoo.write('res.partner', [partner], { email: `after.${email}` });

    await world.updateContacts(request);
    await world.fetch();

    expect((await world.mailchimp.member(`after.${email}`))?.status).toBe('subscribed');
    expect(await world.mailchimp.member(`before.${email}`)).toBeNull();
    expect(await world.odoo.contacts(`after.${email}`)).toHaveLength(1);
  });

  it('B17, B32: an address changed in MailChimp is not changed back by the customer’s old one', async () => {
    await using world = await openWorld(odoo);
    const [old, fresh] = [`stays.${email}`, `leaves.${email}`];
    const partner = await world.odoo.create('res.partner', { name: 'Rui', email: old });
    const request = {
      model: 'res.partner' as const,
      selection: { by: 'ids' as const, ids: [partner] },
      audiences: [world.audienceId],
    };
    await world.exportContacts(request);
    await world.mailchimp.persona(old, 'change_email', { new_email: fresh });
    await world.sync();

    await world.exportContacts(request);

    expect(await world.mailchimp.member(old)).toBeNull();
    expect(await world.mailchimp.member(fresh)).toMatchObject({ status: 'subscribed' });
    expect(await world.odoo.contact(fresh)).toMatchObject({ optOut: false });
  });

  it('B16: exporting customers needs the audience', async () => {
    await using world = await openWorld(odoo);

    await expect(world.exportContacts({ model: 'res.partner' })).rejects.toMatchObject({
      code: 'export.no_audience',
    });
  });
}

function selections(odoo: TestOdoo): void {
  describe('B16, B18: what is selected', () => {
    it('by address, by domain and pending', async () => {
      await using world = await openWorld(odoo);
      for (const name of ['one', 'two', 'three'])
        await world.odoo.hasContact({ name, email: `${name}@select-farm.com` });

      const byEmail = await world.exportContacts({
        selection: { by: 'emails', emails: ['ONE@select-farm.com'] },
      });
      const byDomain = await world.exportContacts({
        selection: { by: 'domain', domain: [['name', '=', 'two']] },
      });
      const pending = await world.exportContacts({ selection: { by: 'pending' } });
      const pendingAgain = await world.exportContacts({ selection: { by: 'pending' } });

      expect(byEmail.totals).toMatchObject({ created: 1 });
      expect(byDomain.totals).toMatchObject({ created: 1 });
      expect(pending.totals).toMatchObject({ created: 1 });
      expect(pendingAgain.totals).toMatchObject({ created: 0, unchanged: 0 });
    });

    it('a domain that begins with an operator is taken whole', async () => {
      await using world = await openWorld(odoo);
      for (const name of ['red', 'green', 'blue'])
        await world.odoo.hasContact({ name, email: `${name}@operator-farm.com` });
      const domain = ['|', ['name', '=', 'red'], ['name', '=', 'blue']];

      const run = await world.exportContacts({ selection: { by: 'domain', domain } });

      expect(run.totals).toMatchObject({ created: 2 });
      expect(await world.mailchimp.member('green@operator-farm.com')).toBeNull();
    });

    it('a domain that Odoo can’t read is a mistake of who gave it, and no record’s', async () => {
      await using world = await openWorld(odoo);
      const domain = [['name', 'near', 'red']];

      const run = world.exportContacts({ selection: { by: 'domain', domain } });

      await expect(run).rejects.toMatchObject({
        code: 'odoo.domain_refused',
        remedy: 'fix-configuration',
      });
    });

    it('a record that is named and not there is a failure', async () => {
      await using world = await openWorld(odoo);

      const run = await world.exportContacts({ selection: { by: 'ids', ids: [987_654] } });

      expect(run.failures).toMatchObject([{ id: 987_654, code: 'export.not_found' }]);
    });

    it('one address among several contacts is pushed once', async () => {
      await using world = await openWorld(odoo);
      const email = 'shared@oakline-farm.com';
      await world.odoo.hasContact({ name: 'Oldest', email });
      await world.odoo.hasContact({ name: 'Newer', email: `Newer <${email.toUpperCase()}>` });

      const run = await world.exportContacts();

      expect(run.totals).toMatchObject({ created: 1, failed: 0 });
      expect((await world.mailchimp.member(email))?.merge_fields).toMatchObject({ FNAME: 'Oldest' });
    });
  });
}

function oneOrMany(odoo: TestOdoo): void {
  it('B23: one by one and in bulk give the same members', async () => {
    await using world = await openWorld(odoo);
    const people = ['ana', 'rui', 'eva'].map((name) => ({ name: `${name} Costa`, tags: ['VIP', name] }));
    for (const { name, tags } of people) {
      await world.odoo.hasContact({ name, tags, email: `${tags[1] ?? ''}.bulk@oakline-farm.com` });
      await world.odoo.hasContact({ name, tags, email: `${tags[1] ?? ''}.single@oakline-farm.com` });
    }
    const emails = (kind: string): string[] =>
      people.map(({ tags }) => `${tags[1] ?? ''}.${kind}@oakline-farm.com`);

    await world.exportContacts({ selection: { by: 'emails', emails: emails('bulk') } });
    for (const email of emails('single'))
      await world.exportContacts({ selection: { by: 'emails', emails: [email] } });

    const seen = async (email: string): Promise<object> => {
      const member = await world.mailchimp.member(email);
      return {
        status: member?.status,
        fields: member?.merge_fields,
        tags: member?.tags.map(({ name }) => name),
      };
    };
    expect(await Promise.all(emails('single').map(seen))).toEqual(
      await Promise.all(emails('bulk').map(seen)),
    );
    const { by_route: routes } = await world.mailchimp.requests();
    expect(routes['POST /lists/:list_id']).toBe(1);
    expect(routes['PUT /lists/:list_id/members/:subscriber_hash']).toBe(3);
  });

  it('B23: a tag is taken off many members in one call', async () => {
    await using world = await openWorld(odoo);
    const ids = [];
    for (const name of ['a', 'b', 'c'])
      ids.push(
        await world.odoo.hasContact({ name, email: `${name}@untag-farm.com`, tags: ['Gone', 'Kept'] }),
      );
    await world.exportContacts();
    await world.odoo.write('mailing.contact', ids, { tag_ids: [[3, await world.odoo.tag('Gone')]] });
    await world.mailchimp.control('DELETE', '/requests');

    await world.updateContacts();

    for (const name of ['a', 'b', 'c']) {
      const member = await world.mailchimp.member(`${name}@untag-farm.com`);
      expect(member?.tags.map((tag) => tag.name)).toEqual(['Kept']);
    }
    const { by_route: routes } = await world.mailchimp.requests();
    expect(routes['POST /lists/:list_id/segments/:segment_id']).toBe(1);
  });
}

function refusals(odoo: TestOdoo): void {
  it('B22: MailChimp’s own words for each refused record, and all others arrive', async () => {
    await using world = await openWorld(odoo);
    const fake = await world.odoo.hasContact({ name: 'Fake', email: 'somebody@example.com' });
    const odd = await world.odoo.hasContact({ name: 'Odd', email: 'not an address' });
    await world.odoo.hasContact({ name: 'Good', email: 'good@oakline-farm.com' });

    const run = await world.exportContacts();

    expect(run.totals).toMatchObject({ created: 1, failed: 2 });
    expect(run.failures).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          id: fake,
          model: 'mailing.contact',
          code: 'mailchimp.looks_fake',
          description: 'somebody@example.com looks fake or invalid, please enter a real email address.',
        }),
        expect.objectContaining({ id: odd, code: 'export.bad_address' }),
      ]),
    );
  });

  it('B27: a permanent refusal is not tried again until the record changes', async () => {
    await using world = await openWorld(odoo);
    const id = await world.odoo.hasContact({ name: 'Fake', email: 'person@example.com' });
    await world.exportContacts();
    await world.mailchimp.control('DELETE', '/requests');

    const again = await world.exportContacts();
    const { by_route: routes } = await world.mailchimp.requests();
    await world.odoo.write('mailing.contact', [id], { email: 'person@oakline-farm.com' });
    const mended = await world.exportContacts();

    expect(again.failures).toMatchObject([{ id, code: 'mailchimp.looks_fake' }]);
    expect(Object.keys(routes).filter((route) => !route.startsWith('GET'))).toEqual([]);
    expect(mended.totals).toMatchObject({ created: 1, failed: 0 });
  });

  it('B27: someone deleted for good is not brought back', async () => {
    await using world = await openWorld(odoo);
    await world.mailchimp.has({ email_address: 'gone@oakline-farm.com', status: 'subscribed' });
    await world.mailchimp.persona('gone@oakline-farm.com', 'delete_permanent');
    await world.odoo.hasContact({ email: 'gone@oakline-farm.com' });

    const run = await world.exportContacts();

    expect(run.failures).toMatchObject([{ code: 'mailchimp.forgotten' }]);
  });

  it('B29: a dry run shows the plan and touches nothing on either side', async () => {
    await using world = await openWorld(odoo);
    await world.odoo.hasContact({ name: 'Ana Sousa', email: 'plan@oakline-farm.com' });

    const run = await world.exportContacts({ dryRun: true });

    expect(run.totals).toMatchObject({ created: 1 });
    expect(run.plan).toMatchObject([
      {
        side: 'mailchimp',
        action: 'create',
        email: 'plan@oakline-farm.com',
        changes: { status: { from: null, to: 'subscribed' }, FNAME: { from: null, to: 'Ana' } },
      },
    ]);
    expect(await world.mailchimp.member('plan@oakline-farm.com')).toBeNull();
  });
}
