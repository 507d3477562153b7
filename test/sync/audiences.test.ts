import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { systemClock } from '../../src/support/clock.js';
import { openBridge } from '../../src/app/open-bridge.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openWorld } from '../support/world/open-world.js';

describeOdoo('an account and its audiences', (odoo) => {
  audiences(odoo);
  account(odoo);
});

function audiences(odoo: TestOdoo): void {
  it('B3: fetching an audience makes its mailing list once, and brings all MailChimp says of it', async () => {
    await using world = await openWorld(odoo);
    const [id] = await world.mailchimp.hasInterests('Topics', ['News']);
    await world.mailchimp.has(
      { email_address: 'one@audience-farm.com', status: 'subscribed', tags: ['VIP'] },
      { email_address: 'two@audience-farm.com', status: 'unsubscribed' },
    );

    const [audience] = await world.bridge.fetchAudiences({ dryRun: false });
    const [again] = await world.bridge.fetchAudiences({ dryRun: false });

    expect(audience).toMatchObject({
      id: world.audienceId,
      name: world.config.audiences[0]?.mailing_list,
      members: { subscribed: 1, unsubscribed: 1, cleaned: 0 },
      tags: ['VIP'],
      interest_groups: [{ title: 'Topics', interests: [{ id, name: 'News' }] }],
      configured: true,
    });
    expect(audience?.merge_fields.map(({ tag }) => tag).sort()).toEqual([
      'ADDRESS',
      'FNAME',
      'LNAME',
      'PHONE',
    ]);
    expect(audience?.date_created).toMatch(/^\d{4}-/u);
    expect(audience?.subscribe_url).toMatch(/^http/u);
    expect(audience?.subscribe_url_long).toMatch(/^http/u);
    expect(typeof audience?.rating).toBe('number');
    expect(again?.mailing_list.id).toBe(audience?.mailing_list.id);
    const name = world.config.audiences[0]?.mailing_list;
    expect(await world.odoo.search('mailing.list', [['name', '=', name]], ['name'])).toHaveLength(1);
  });

  it('B3, B29: a dry run makes no mailing list', async () => {
    await using world = await openWorld(odoo);

    const [audience] = await world.bridge.fetchAudiences({ dryRun: true });

    const name = world.config.audiences[0]?.mailing_list;
    expect(audience?.mailing_list).toEqual({ id: null, name });
    expect(await world.odoo.search('mailing.list', [['name', '=', name]], ['name'])).toEqual([]);
  });

  it('B51: in place of a mailing list that was deleted another can be named, and nobody is opted in by that', async () => {
    await using world = await openWorld(odoo);
    const email = 'left@audience-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'unsubscribed' });
    await world.sync();
    await world.odoo.call('mailing.list', 'unlink', { ids: [await world.odoo.mailingListId()] });
    const name = `${world.config.audiences[0]?.mailing_list ?? ''} anew`;
    const listId = await world.odoo.create('mailing.list', { name });
    await world.reopen({ mailing_list: name });

    await world.fetch({ full: true });

    const { subscriptionModel } = world.odoo.session.capabilities;
    const rows = await world.odoo.search(subscriptionModel, [['list_id', '=', listId]], ['opt_out']);
    expect(rows.map((row) => row.opt_out)).toEqual([true]);
    expect((await world.mailchimp.member(email))?.status).toBe('unsubscribed');
  });

  it('status: how both sides stand, the drift, and what was refused', async () => {
    await using world = await openWorld(odoo);
    await world.odoo.hasContact({ name: 'Ana', email: 'ana@audience-farm.com' });
    await world.odoo.hasContact({ name: 'Fake', email: 'fake@example.com' });
    await world.exportContacts();
    await world.mailchimp.has({ email_address: 'new@audience-farm.com', status: 'cleaned' });

    const [counts] = await world.bridge.countAudiences();
    const [audience] = (await world.bridge.status()).audiences;

    expect(counts?.mailchimp).toMatchObject({ subscribed: 1, cleaned: 1, archived: 0 });
    expect(counts?.odoo).toEqual({ subscribed: 2, opted_out: 0, blacklisted: 0 });
    expect(counts?.drift.unseen).toMatchObject({ subscribed: 0, cleaned: 1 });
    expect(counts?.drift.odoo_beyond_mailchimp).toBe(1);
    expect(audience).toMatchObject({
      members: { subscribed: 1 },
      linked: 1,
      refused: { waiting: 0, quarantined: 1 },
      last_run: { command: 'contacts export', outcome: 'done' },
    });
  });
}

function account(odoo: TestOdoo): void {
  it('B1: the store holds no secret', async () => {
    const apiKey = 'b1secretb1secret-us1';
    await using world = await openWorld(odoo, { mailchimp: { api_key: apiKey } });
    await world.mailchimp.has({ email_address: 'one@secret-farm.com', status: 'subscribed' });

    await world.sync();

    for (const suffix of ['', '-wal']) {
      const bytes = readFileSync(`${world.config.store}${suffix}`, 'latin1');
      expect(bytes).not.toContain('b1secret');
    }
  });

  it('B42: of two runs on one account the second leaves', async () => {
    await using world = await openWorld(odoo);
    await world.mailchimp.hasMany(30);
    const other = await openBridge(world.config, {
      clock: systemClock,
      progress: () => undefined,
      signal: new AbortController().signal,
      wait: false,
    });

    const options = { audiences: [], dryRun: false, allowLarge: false };
    const ends = await Promise.allSettled([world.bridge.sync(options), other.sync(options)]);
    await other.close();

    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'lock.held' } });
    expect(await world.odoo.countOnList()).toBe(30);
  });
}
