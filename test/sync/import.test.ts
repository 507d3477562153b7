import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openWorld, type World } from '../support/world/open-world.js';

describeOdoo('members fetch', (odoo) => {
  statuses(odoo);
  unchanged(odoo);
  knownContacts(odoo);
  names(odoo);
  options(odoo);
});

function statuses(odoo: TestOdoo): void {
  describe('of a member in each status', () => {
    let world: World;
    const email = (status: string): string => `${status}.person@oakline-farm.com`;

    beforeAll(async () => {
      world = await openWorld(odoo);
      const people = ['subscribed', 'unsubscribed', 'cleaned', 'pending', 'transactional', 'archived'].map(
        (status) => ({
          email_address: email(status),
          status,
          merge_fields: { FNAME: 'Ana Maria', LNAME: 'Sousa' },
          tags: ['VIP'],
        }),
      );
      await world.mailchimp.has(...people);
      await world.fetch();
    });
    afterAll(() => world.close());

    it.each([
      ['subscribed', false],
      ['unsubscribed', true],
      ['cleaned', true],
      ['pending', true],
      ['transactional', true],
      ['archived', true],
    ])('B9: %s is opted out: %s', async (status, optOut) => {
      const contact = await world.odoo.contact(email(status));
      expect(contact).toMatchObject({ name: 'Ana Maria Sousa', optOut, tags: ['VIP'] });
    });

    it('B9: an opt-out carries the date of the change in MailChimp', async () => {
      const { last_changed: changed } = (await world.mailchimp.member(email('unsubscribed'))) as unknown as {
        last_changed: string;
      };
      const contact = await world.odoo.contact(email('unsubscribed'));
      expect(contact?.optOutDate).toBe(changed.slice(0, 19).replace('T', ' '));
    });

    it('B10: cleaned is on the blacklist, unsubscribed is not', async () => {
      expect(await world.odoo.isBlacklisted(email('cleaned'))).toBe(true);
      expect(await world.odoo.isBlacklisted(email('unsubscribed'))).toBe(false);
    });

    it('B9: a mirrored opt-out does not travel back with an update', async () => {
      await world.updateContacts();
      expect((await world.mailchimp.member(email('pending')))?.status).toBe('pending');
      expect((await world.mailchimp.member(email('transactional')))?.status).toBe('transactional');
    });
  });
}

function unchanged(odoo: TestOdoo): void {
  it('B14: a second import writes nothing in Odoo and asks MailChimp no more than the change queries', async () => {
    await using world = await openWorld(odoo);
    await world.mailchimp.hasMany(300);
    await world.fetch();
    const before = await world.odoo.search('mailing.contact', [], ['write_date']);
    await world.mailchimp.control('DELETE', '/requests');

    const run = await world.fetch();

    expect(run.totals).toMatchObject({ created: 0, updated: 0, failed: 0 });
    expect(await world.odoo.search('mailing.contact', [], ['write_date'])).toEqual(before);
    expect((await world.mailchimp.requests()).by_route).toEqual({ 'GET /lists/:list_id/members': 2 });
  });

  it('B14: a bridge that has lost its store adopts what is there and doubles nothing', async () => {
    await using world = await openWorld(odoo);
    await world.mailchimp.hasMany(200);
    await world.fetch();
    await world.forget();

    const pending = await world.mailchimp.count('pending');

    const run = await world.fetch();

    // B25: with no history an opt-out of theirs in Odoo can't be told from one that mirrors MailChimp, and counts.
    expect(run.totals).toMatchObject({ created: 0, updated: pending, failed: 0 });
    expect(await world.mailchimp.count('pending')).toBe(0);
    expect(await world.odoo.countOnList()).toBe(200);
  });

  it('B14: only what changed is brought', async () => {
    await using world = await openWorld(odoo);
    await world.mailchimp.hasMany(100);
    await world.mailchimp.has({ email_address: 'leaver@oakline-farm.com', status: 'subscribed' });
    await world.fetch();
    await world.mailchimp.persona('leaver@oakline-farm.com', 'unsubscribe', { source: 'user' });

    const run = await world.fetch();

    expect(run.totals.updated).toBe(1);
    expect(await world.odoo.contact('leaver@oakline-farm.com')).toMatchObject({ optOut: true });
  });
}

function knownContacts(odoo: TestOdoo): void {
  it('B15: of several contacts the one on the mailing list is taken, and nobody is merged or deleted', async () => {
    await using world = await openWorld(odoo);
    const email = 'twice@oakline-farm.com';
    await world.odoo.create('mailing.contact', { name: 'Older', email });
    const onList = await world.odoo.hasContact({ name: '', email: `Twice <${email}>` });
    await world.mailchimp.has({ email_address: email, status: 'subscribed', merge_fields: { FNAME: 'Ana' } });

    await world.fetch();

    const contacts = await world.odoo.contacts(email);
    expect(contacts.map(({ id, optOut }) => [id === onList, optOut])).toEqual([
      [false, null],
      [true, false],
    ]);
  });

  it('B15, B25: who unsubscribes is opted out on every contact of the address: Odoo mails them else', async () => {
    await using world = await openWorld(odoo);
    const email = 'twins@oakline-farm.com';
    await world.odoo.hasContact({ name: 'One', email });
    await world.odoo.hasContact({ name: 'Other', email });
    await world.mailchimp.has({ email_address: email, status: 'subscribed' });
    await world.sync();
    const optOuts = async () => (await world.odoo.contacts(email)).map(({ optOut }) => optOut);
    const before = await optOuts();
    await world.mailchimp.persona(email, 'unsubscribe', { source: 'user' });

    await world.sync();

    expect([before, await optOuts()]).toEqual([
      [false, false],
      [true, true],
    ]);
    world.mailchimp.wait(60);
    await world.mailchimp.persona(email, 'subscribe', { source: 'user' });
    await world.sync();
    await world.sync();
    expect(await optOuts()).toEqual([false, false]);
    expect((await world.mailchimp.member(email))?.status).toBe('subscribed');
  });

  it('B15, B25: an opt-out in Odoo on one contact of the address travels, and reaches the other', async () => {
    await using world = await openWorld(odoo);
    const email = 'onetwin@oakline-farm.com';
    await world.odoo.hasContact({ name: 'One', email });
    const other = await world.odoo.hasContact({ name: 'Other', email });
    await world.mailchimp.has({ email_address: email, status: 'subscribed' });
    await world.sync();
    const { subscriptionModel } = world.odoo.session.capabilities;
    const [row] = await world.odoo.search(subscriptionModel, [['contact_id', '=', other]], ['opt_out']);
    await world.odoo.write(subscriptionModel, [row?.id ?? 0], { opt_out: true });

    await world.sync();

    expect((await world.mailchimp.member(email))?.status).toBe('unsubscribed');
    expect((await world.odoo.contacts(email)).map(({ optOut }) => optOut)).toEqual([true, true]);
  });

  it('B25: with no history an opt-out in Odoo wins over a subscribed member', async () => {
    await using world = await openWorld(odoo);
    await world.odoo.hasContact({ email: 'out@oakline-farm.com', optOut: true });
    await world.mailchimp.has({ email_address: 'out@oakline-farm.com', status: 'subscribed' });

    await world.fetch();

    expect(await world.odoo.contact('out@oakline-farm.com')).toMatchObject({ optOut: true });
  });

  it('B32: a member that changed its address takes its contact along', async () => {
    await using world = await openWorld(odoo);
    await world.mailchimp.has({ email_address: 'before@oakline-farm.com', status: 'subscribed' });
    await world.fetch();
    const before = await world.odoo.contact('before@oakline-farm.com');
    await world.mailchimp.persona('before@oakline-farm.com', 'change_email', {
      new_email: 'after@oakline-farm.com',
    });

    await world.fetch();

    expect((await world.odoo.contact('after@oakline-farm.com'))?.id).toBe(before?.id);
    expect(await world.odoo.contact('before@oakline-farm.com')).toBeNull();
  });

  it('B7: tags are merged without case and a tag taken off in MailChimp goes', async () => {
    await using world = await openWorld(odoo);
    const email = 'tagged@oakline-farm.com';
    await world.odoo.hasContact({ email, tags: ['vip', 'Own'] });
    await world.mailchimp.has({ email_address: email, status: 'subscribed', tags: ['VIP', 'Paris'] });
    await world.fetch();
    expect((await world.odoo.contact(email))?.tags).toEqual(['Own', 'Paris', 'vip']);
    const hash = (await world.mailchimp.member(email))?.id ?? '';
    const tags = [{ name: 'Paris', status: 'inactive' }];
    await world.mailchimp.api('POST', `/lists/${world.config.audiences[0]?.id ?? ''}/members/${hash}/tags`, {
      tags,
    });

    await world.fetch();

    expect((await world.odoo.contact(email))?.tags).toEqual(['Own', 'vip']);
  });
}

function names(odoo: TestOdoo): void {
  const email = 'named@oakline-farm.com';
  const member = {
    email_address: email,
    status: 'subscribed',
    merge_fields: { FNAME: 'Ana', LNAME: 'Sousa' },
  };

  it.each([
    [false, 'Old Name', 'Old Name'],
    [true, 'Old Name', 'Ana Sousa'],
    [false, undefined, 'Ana Sousa'],
  ])('B2, B13: override_contact_name %s turns %j into %j', async (override, name, expected) => {
    await using world = await openWorld(odoo, { member_options: { override_contact_name: override } });
    const own = `${String(override)}.${name === undefined ? 'empty' : 'full'}.${email}`;
    await world.odoo.hasContact({ email: own, ...(name === undefined ? {} : { name }) });
    await world.mailchimp.has({ ...member, email_address: own });

    await world.fetch();

    expect(await world.odoo.contact(own)).toMatchObject({ name: expected });
  });

  it("B13: MailChimp's changed name is not reverted until the name is edited in Odoo", async () => {
    await using world = await openWorld(odoo);
    const own = `kept.${email}`;
    await world.mailchimp.has({ ...member, email_address: own });
    await world.fetch();
    await world.mailchimp.persona(own, 'profile', { merge_fields: { FNAME: 'Anabela' } });

    await world.fetch();
    await world.updateContacts();

    expect(await world.odoo.contact(own)).toMatchObject({ name: 'Ana Sousa' });
    expect((await world.mailchimp.member(own))?.merge_fields).toMatchObject({ FNAME: 'Anabela' });
    await world.odoo.write('mailing.contact', [(await world.odoo.contact(own))?.id ?? 0], {
      name: 'Anita Sousa',
    });
    await world.updateContacts();
    expect((await world.mailchimp.member(own))?.merge_fields).toMatchObject({ FNAME: 'Anita' });
  });
}

function options(odoo: TestOdoo): void {
  it('B2, B11: with auto_create_customer a customer is made once, also when an archived one is there', async () => {
    await using world = await openWorld(odoo, { member_options: { auto_create_customer: true } });
    await world.odoo.create('res.partner', { name: 'Gone', email: 'gone@oakline-farm.com', active: false });
    await world.mailchimp.has(
      { email_address: 'new@oakline-farm.com', status: 'subscribed', merge_fields: { FNAME: 'New' } },
      { email_address: 'gone@oakline-farm.com', status: 'subscribed' },
    );

    await world.fetch();
    await world.fetch({ full: true });

    expect(await world.odoo.customers('new@oakline-farm.com')).toMatchObject([{ name: 'New' }]);
    expect(await world.odoo.customers('gone@oakline-farm.com')).toEqual([]);
  });

  it('B11: a customer who has no name is called by the address, and no name comes of that', async () => {
    await using world = await openWorld(odoo, {
      member_options: { auto_create_customer: true, override_contact_name: true },
    });
    const email = 'nameless@oakline-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'subscribed' });

    await world.sync();
    await world.sync();

    expect(await world.odoo.customers(email)).toMatchObject([{ name: email }]);
    expect(await world.odoo.contact(email)).toMatchObject({ name: false });
    expect((await world.mailchimp.member(email))?.merge_fields).toMatchObject({ FNAME: '', LNAME: '' });
  });

  it('B11: a member whose address changed gets no second customer', async () => {
    await using world = await openWorld(odoo, { member_options: { auto_create_customer: true } });
    await world.mailchimp.has({ email_address: 'moves@oakline-farm.com', status: 'subscribed' });
    await world.fetch();
    await world.mailchimp.persona('moves@oakline-farm.com', 'change_email', {
      new_email: 'moved@oakline-farm.com',
    });

    await world.fetch();

    expect(await world.odoo.customers('moves@oakline-farm.com')).toHaveLength(1);
    expect(await world.odoo.customers('moved@oakline-farm.com')).toEqual([]);
  });

  it('B2, B12: with auto_create_member off unknown members are counted, known ones updated', async () => {
    await using world = await openWorld(odoo, { member_options: { auto_create_member: false } });
    await world.odoo.hasContact({ email: 'known@oakline-farm.com' });
    await world.mailchimp.has(
      { email_address: 'known@oakline-farm.com', status: 'unsubscribed' },
      { email_address: 'stranger@oakline-farm.com', status: 'subscribed' },
    );

    const run = await world.fetch();

    expect(run.skipped).toEqual({ no_contact: 1 });
    expect(await world.odoo.contact('known@oakline-farm.com')).toMatchObject({ optOut: true });
    expect(await world.odoo.contact('stranger@oakline-farm.com')).toBeNull();
  });

  it('B12: an unknown member whose address bounced goes on the blacklist all the same', async () => {
    await using world = await openWorld(odoo, { member_options: { auto_create_member: false } });
    const email = 'bounced.stranger@oakline-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'cleaned' });

    const run = await world.fetch();

    expect(run.skipped).toEqual({ no_contact: 1 });
    expect(await world.odoo.isBlacklisted(email)).toBe(true);
    expect(await world.odoo.contact(email)).toBeNull();
  });

  it('B10: with on_cleaned: opt_out nobody is put on the blacklist', async () => {
    await using world = await openWorld(odoo, { policies: { on_cleaned: 'opt_out' } });
    const email = 'cleaned.optout@oakline-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'cleaned' });

    await world.fetch();

    expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
    expect(await world.odoo.isBlacklisted(email)).toBe(false);
  });

  it('B14: a full import brings a customer that was deleted in Odoo by hand, an ordinary one does not', async () => {
    await using world = await openWorld(odoo, { member_options: { auto_create_customer: true } });
    const email = 'deleted.byhand@oakline-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'unsubscribed' });
    await world.fetch();
    const ids = (await world.odoo.customers(email)).map(({ id }) => id);
    await world.odoo.call('res.partner', 'unlink', { ids });

    await world.fetch();
    const ordinary = await world.odoo.customers(email);
    await world.fetch({ full: true });

    expect(ids).toHaveLength(1);
    expect(ordinary).toEqual([]);
    expect(await world.odoo.customers(email)).toHaveLength(1);
    expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
  });

  it('B48: not even a full import brings a contact that was deleted in Odoo by hand', async () => {
    await using world = await openWorld(odoo);
    const email = 'contact.deleted.byhand@oakline-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'unsubscribed' });
    await world.fetch();
    const id = (await world.odoo.contact(email))?.id ?? 0;
    await world.odoo.call('mailing.contact', 'unlink', { ids: [id] });

    await world.fetch({ full: true });

    expect(await world.odoo.contact(email)).toBeNull();
    expect(await world.mailchimp.member(email)).toMatchObject({ status: 'unsubscribed' });
  });

  it('B7: tags outside the managed set are never touched, on either side', async () => {
    await using world = await openWorld(odoo, { audience: { tags: { prefix: 'odoo:' } } });
    const email = 'managed@oakline-farm.com';
    const id = await world.odoo.hasContact({ name: 'Ana', email, tags: ['odoo:vip', 'Own'] });
    await world.mailchimp.has({ email_address: email, status: 'subscribed', tags: ['odoo:paris', 'Theirs'] });

    await world.sync();
    await world.odoo.write('mailing.contact', [id], { tag_ids: [[3, await world.odoo.tag('odoo:paris')]] });
    await world.sync();

    expect((await world.odoo.contact(email))?.tags).toEqual(['Own', 'odoo:vip']);
    const tags = (await world.mailchimp.member(email))?.tags.map(({ name }) => name).sort();
    expect(tags).toEqual(['Theirs', 'odoo:vip']);
  });

  it('B29: a dry run shows the plan and touches nothing', async () => {
    await using world = await openWorld(odoo);
    await world.mailchimp.has({ email_address: 'dry@oakline-farm.com', status: 'unsubscribed' });

    const run = await world.fetch({ dryRun: true });

    expect(run.plan).toMatchObject([{ side: 'odoo', action: 'create', email: 'dry@oakline-farm.com' }]);
    expect(await world.odoo.contact('dry@oakline-farm.com')).toBeNull();
    expect((await world.bridge.status()).last_runs).toEqual([]);
  });
}
