import { expect, it } from '@jest/globals';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openWorld } from '../support/world/open-world.js';

describeOdoo('sync', (odoo) => {
  bothWays(odoo);
  quiet(odoo);
  options(odoo);
  deletions(odoo);
  refusals(odoo);
});

function bothWays(odoo: TestOdoo): void {
  it('B8, B20: what changed on either side is on both afterwards', async () => {
    await using world = await openWorld(odoo);
    await world.mailchimp.has(
      { email_address: 'one@both-farm.com', status: 'subscribed', merge_fields: { FNAME: 'One' } },
      { email_address: 'two@both-farm.com', status: 'subscribed', merge_fields: { FNAME: 'Two' } },
    );
    await world.sync();
    const id = (await world.odoo.contact('one@both-farm.com'))?.id ?? 0;
    await world.odoo.write('mailing.contact', [id], { name: 'Uno' });
    await world.mailchimp.persona('two@both-farm.com', 'unsubscribe', { source: 'user' });

    await world.sync();

    expect((await world.mailchimp.member('one@both-farm.com'))?.merge_fields).toMatchObject({ FNAME: 'Uno' });
    expect(await world.odoo.contact('two@both-farm.com')).toMatchObject({ optOut: true });
  });

  it('B9, B15: a contact that comes to an archived member is opted out, as the one before', async () => {
    await using world = await openWorld(odoo);
    const email = 'archived@twin-farm.com';
    await world.odoo.hasContact({ name: 'Ana', email });
    await world.exportContacts();
    await world.mailchimp.persona(email, 'archive', { source: 'admin' });
    await world.sync();
    await world.odoo.hasContact({ name: 'Ana', email });

    await world.sync();
    await world.sync();

    const subscriptions = await world.odoo.search(
      world.odoo.session.capabilities.subscriptionModel,
      [['contact_id.email', '=', email]],
      ['opt_out'],
    );
    expect(subscriptions.map(({ opt_out: optOut }) => optOut)).toEqual([true, true]);
    expect((await world.mailchimp.member(email))?.status).toBe('archived');
  });

  it('B25: an opt-out by the blacklist reaches a member that has no contact in Odoo', async () => {
    await using world = await openWorld(odoo, { member_options: { auto_create_member: false } });
    const email = 'contactless@both-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'subscribed' });
    await world.sync();
    await world.odoo.create('mail.blacklist', { email });

    await world.sync();

    expect((await world.mailchimp.member(email))?.status).toBe('unsubscribed');
  });

  it('B25: an opt-out on a contact that was made anew in Odoo reaches the member', async () => {
    await using world = await openWorld(odoo);
    const email = 'anew@both-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'subscribed' });
    await world.sync();
    const id = (await world.odoo.contact(email))?.id ?? 0;
    await world.odoo.call('mailing.contact', 'unlink', { ids: [id] });
    await world.odoo.hasContact({ name: 'Ana', email, optOut: true });

    await world.sync();

    expect((await world.mailchimp.member(email))?.status).toBe('unsubscribed');
    expect(await world.odoo.contacts(email)).toMatchObject([{ optOut: true }]);
  });

  it('B12, B25: so does one on a contact of a member that had none', async () => {
    await using world = await openWorld(odoo, { member_options: { auto_create_member: false } });
    const email = 'late@both-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'subscribed' });
    await world.sync();
    await world.odoo.hasContact({ name: 'Ana', email, optOut: true });

    await world.sync();

    expect((await world.mailchimp.member(email))?.status).toBe('unsubscribed');
  });

  it('B20: a customer’s value that is mapped reaches the member', async () => {
    await using world = await openWorld(odoo, {
      audience: { merge_fields: { FNAME: 'name.first', LNAME: 'name.last', PHONE: 'phone' } },
    });
    const email = 'phone@both-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'subscribed', merge_fields: { FNAME: 'Ana' } });
    const partner = await world.odoo.create('res.partner', { name: 'Ana', email });
    await world.sync();
    await world.odoo.write('res.partner', [partner], { phone: '+351 910 000 000' });

    await world.sync();

    expect((await world.mailchimp.member(email))?.merge_fields).toMatchObject({ PHONE: '+351 910 000 000' });
  });

  it('B6: what MailChimp owns and was edited in Odoo goes back in the same run', async () => {
    await using world = await openWorld(odoo, {
      mergeFields: [
        { tag: 'FNAME', name: 'First Name', type: 'text' },
        { tag: 'COMPANY', name: 'Company', type: 'text' },
      ],
      audience: {
        merge_fields: {
          FNAME: 'name.first',
          COMPANY: { contact: 'company_name', owner: 'mailchimp' },
        },
      },
    });
    const email = 'owned@both-farm.com';
    const merge_fields = { FNAME: 'Ana', COMPANY: 'Oakline' };
    await world.mailchimp.has({ email_address: email, status: 'subscribed', merge_fields });
    await world.sync();
    const id = (await world.odoo.contact(email))?.id ?? 0;
    await world.odoo.write('mailing.contact', [id], { company_name: 'Edited' });

    await world.sync();

    const [contact] = await world.odoo.search('mailing.contact', [['id', '=', id]], ['company_name']);
    expect(contact?.company_name).toBe('Oakline');
    expect((await world.mailchimp.member(email))?.merge_fields).toMatchObject({ COMPANY: 'Oakline' });
  });
  it('goes on where Odoo keeps no date of a subscription, as of one made with a contact’s lists in 14.0', async () => {
    await using world = await openWorld(odoo);
    const email = 'dateless@both-farm.com';
    const lists = [[6, 0, [await world.odoo.mailingListId()]]];
    await world.odoo.create('mailing.contact', { name: 'Ana', email, list_ids: lists });
    await world.exportContacts();
    await world.sync();
    await world.odoo.setOptOut(email, true);

    await world.sync();

    expect((await world.mailchimp.member(email))?.status).toBe('unsubscribed');
  });
}

function quiet(odoo: TestOdoo): void {
  it('B34: with nothing changed nothing is written, on either side', async () => {
    await using world = await openWorld(odoo);
    await world.mailchimp.hasMany(60);
    await world.odoo.hasContact({ name: 'Ana Sousa', email: 'quiet@both-farm.com', tags: ['VIP'] });
    await world.sync();
    await world.exportContacts();
    await world.sync();
    const before = await world.odoo.search('mailing.contact', [], ['write_date']);
    await world.mailchimp.control('DELETE', '/requests');

    const run = await world.sync();

    expect(run.totals).toMatchObject({ created: 0, updated: 0, failed: 0 });
    expect(await world.odoo.search('mailing.contact', [], ['write_date'])).toEqual(before);
    const { by_route: routes } = await world.mailchimp.requests();
    expect(Object.keys(routes).filter((route) => !route.startsWith('GET'))).toEqual([]);
  });

  it('B29: a dry run shows both directions and touches nothing', async () => {
    await using world = await openWorld(odoo);
    await world.mailchimp.has({ email_address: 'in@dry-farm.com', status: 'subscribed' });
    await world.sync();
    const id = (await world.odoo.contact('in@dry-farm.com'))?.id ?? 0;
    await world.odoo.write('mailing.contact', [id], { name: 'Ana' });
    await world.mailchimp.has({ email_address: 'new@dry-farm.com', status: 'subscribed' });

    const run = await world.sync({ dryRun: true });

    expect(run.plan?.map(({ side, action, email }) => [side, action, email])).toEqual([
      ['odoo', 'create', 'new@dry-farm.com'],
      ['mailchimp', 'update', 'in@dry-farm.com'],
    ]);
    expect(await world.odoo.contact('new@dry-farm.com')).toBeNull();
    expect((await world.mailchimp.member('in@dry-farm.com'))?.merge_fields.FNAME).toBe('');
  });
}

function options(odoo: TestOdoo): void {
  it('B2, B8, B25: without auto_sync_member nobody is brought to Odoo, but opt-outs are', async () => {
    await using world = await openWorld(odoo, { member_options: { auto_sync_member: false } });
    await world.odoo.hasContact({ name: 'Ana', email: 'known@option-farm.com' });
    await world.exportContacts();
    await world.mailchimp.has({ email_address: 'stranger@option-farm.com', status: 'subscribed' });
    const merge_fields = { FNAME: 'Changed' };
    await world.mailchimp.persona('known@option-farm.com', 'profile', { merge_fields });
    await world.mailchimp.persona('known@option-farm.com', 'unsubscribe', { source: 'user' });

    await world.sync();

    expect(await world.odoo.contact('known@option-farm.com')).toMatchObject({ name: 'Ana', optOut: true });
    expect(await world.odoo.contact('stranger@option-farm.com')).toBeNull();
    expect((await world.mailchimp.member('known@option-farm.com'))?.status).toBe('unsubscribed');
  });

  it('B2, B20, B25: without auto_update_contact nothing is sent to MailChimp, but opt-outs are', async () => {
    await using world = await openWorld(odoo, { member_options: { auto_update_contact: false } });
    const id = await world.odoo.hasContact({ name: 'Ana', email: 'edited@option-farm.com' });
    await world.odoo.hasContact({ name: 'Rui', email: 'leaves@option-farm.com' });
    await world.exportContacts();
    await world.sync();
    await world.odoo.write('mailing.contact', [id], { name: 'Changed' });
    await world.odoo.setOptOut('leaves@option-farm.com', true);

    await world.sync();

    expect((await world.mailchimp.member('edited@option-farm.com'))?.merge_fields.FNAME).toBe('Ana');
    expect((await world.mailchimp.member('leaves@option-farm.com'))?.status).toBe('unsubscribed');
  });
}

function deletions(odoo: TestOdoo): void {
  it('B33: a member deleted for good is removed from Odoo; the customer stays', async () => {
    await using world = await openWorld(odoo);
    const email = 'deleted@gone-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'subscribed' });
    await world.odoo.create('res.partner', { name: 'Ana', email });
    await world.sync();
    await world.mailchimp.persona(email, 'delete_permanent');

    await world.sync();

    expect(await world.odoo.contact(email)).toBeNull();
    expect(await world.odoo.customers(email)).toHaveLength(1);
  });

  it('B33: a contact on another mailing list keeps that', async () => {
    await using world = await openWorld(odoo);
    const email = 'elsewhere@gone-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'subscribed' });
    await world.sync();
    const id = (await world.odoo.contact(email))?.id ?? 0;
    const other = await world.odoo.create('mailing.list', { name: 'Another' });
    await world.odoo.create(world.odoo.session.capabilities.subscriptionModel, {
      contact_id: id,
      list_id: other,
    });
    await world.mailchimp.persona(email, 'delete_permanent');

    await world.sync();

    expect(await world.odoo.contact(email)).toMatchObject({ id, optOut: null });
  });

  it('B33: or is opted out, when the account says so', async () => {
    await using world = await openWorld(odoo, { policies: { on_remote_delete: 'opt_out' } });
    const email = 'kept@gone-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'subscribed' });
    await world.sync();
    await world.mailchimp.persona(email, 'delete_permanent');

    await world.sync();

    expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
  });

  it('B28: many deletions at once stop the run', async () => {
    await using world = await openWorld(odoo, { limits: { max_change_ratio: 0.1 } });
    await world.mailchimp.hasMany(40);
    await world.sync();
    const { members } = (await world.mailchimp.api('GET', `/lists/${world.audienceId}/members?count=10`)) as {
      members: { email_address: string }[];
    };
    for (const { email_address } of members.slice(0, 6))
      await world.mailchimp.persona(email_address, 'delete_permanent');
    const before = await world.odoo.countOnList();

    await expect(world.sync()).rejects.toMatchObject({ code: 'limits.exceeded' });
    expect(await world.odoo.countOnList()).toBe(before);
    await world.sync({ allowLarge: true });
    expect(await world.odoo.countOnList()).toBe(before - 6);
  });
}

function refusals(odoo: TestOdoo): void {
  it('B21: what a scheduled run is refused goes into a log, and is tried again when the record changed', async () => {
    await using world = await openWorld(odoo, {
      audience: {
        auto_export: { enabled: true, model: 'mailing.contact', domain: [['email', 'ilike', 'log-farm']] },
      },
    });
    const fake = await world.odoo.hasContact({ name: 'Fake', email: 'test@log-farm.com' });
    await world.odoo.hasContact({ name: 'Good', email: 'good@log-farm.com' });

    await world.sync();
    const again = await world.sync();
    await world.odoo.write('mailing.contact', [fake], { email: 'mended@log-farm.com' });
    await world.sync();

    expect(await world.mailchimp.count()).toBe(2);
    expect(again.skipped).toMatchObject({ refused_before: 1 });
    const [log, ...others] = await world.bridge.listLogs();
    expect(others).toEqual([]);
    expect(log).toMatchObject({ type: 'Error', operation: 'Export', lines: 1 });
    expect(await world.bridge.showLog(log?.id ?? 0)).toMatchObject({
      lines: [
        {
          name: 'Fake',
          email: 'test@log-farm.com',
          description: 'test@log-farm.com looks fake or invalid, please enter a real email address.',
          model: 'mailing.contact',
          id: fake,
          link: `${odoo.url}/web#id=${fake}&model=mailing.contact&view_type=form`,
        },
      ],
    });
  });

  it('B22: what a command by hand is refused goes into no log', async () => {
    await using world = await openWorld(odoo);
    await world.odoo.hasContact({ name: 'Fake', email: 'by.hand@example.com' });

    const run = await world.exportContacts();

    expect(run.totals.failed).toBe(1);
    expect(await world.bridge.listLogs()).toEqual([]);
  });
}
