import { expect, it } from '@jest/globals';
import { memberStatuses } from '../../../src/core/member-status.js';
import { describeAddon, type TestOdoo } from '../../support/staging/describe-odoo.js';
import { openWorld, type World } from '../../support/world/open-world.js';
import { AddonSide } from './addon-side.js';

describeAddon('B37: the columns of a contact’s subscriptions', (odoo) => {
  imports(odoo);
  exports(odoo);
  deletions(odoo);
  quiet(odoo);
});

/** When a subscription was last written, of everyone on the mailing list. */
async function writesOf(world: World): Promise<unknown[]> {
  const { subscriptionModel } = world.odoo.session.capabilities;
  const domain = [['list_id', '=', await world.odoo.mailingListId()]];
  return world.odoo.search(subscriptionModel, domain, ['write_date']);
}

function imports(odoo: TestOdoo): void {
  it('are filled by an import, for all six statuses', async () => {
    await using world = await openWorld(odoo);
    const addon = new AddonSide(world);
    const members = memberStatuses.map((status) => ({ email_address: `${status}@six-farm.com`, status }));
    await world.mailchimp.has(...members);

    await world.fetch();

    for (const status of memberStatuses) expect(await addon.status(`${status}@six-farm.com`)).toBe(status);
  });

  it('show when the member subscribed', async () => {
    await using world = await openWorld(odoo);
    const addon = new AddonSide(world);
    const timestamp_opt = '2024-05-06T07:08:09+00:00';
    await world.mailchimp.has({ email_address: 'since@six-farm.com', status: 'subscribed', timestamp_opt });

    await world.fetch();

    expect(await addon.columns('since@six-farm.com')).toEqual({
      ...{ status: 'subscribed', subscribedAt: '2024-05-06 07:08:09', pushedAt: false },
    });
  });

  it('follow when somebody unsubscribes in MailChimp', async () => {
    await using world = await openWorld(odoo);
    const addon = new AddonSide(world);
    const email = 'leaves@six-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'subscribed' });
    await world.sync();
    await world.mailchimp.persona(email, 'unsubscribe', { source: 'user' });

    await world.sync();

    expect(await addon.status(email)).toBe('unsubscribed');
    expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
  });

  it('follow also when nothing else of the subscription changes', async () => {
    await using world = await openWorld(odoo);
    const addon = new AddonSide(world);
    const email = 'archived.later@six-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'unsubscribed' });
    await world.fetch();
    const before = await world.odoo.contact(email);
    await world.mailchimp.persona(email, 'archive', { source: 'admin' });

    await world.fetch();

    expect(await addon.status(email)).toBe('archived');
    expect(await world.odoo.contact(email)).toEqual(before);
  });

  it('stay with a member that changes its address', async () => {
    await using world = await openWorld(odoo);
    const addon = new AddonSide(world);
    await world.mailchimp.has({ email_address: 'old@rename-farm.com', status: 'unsubscribed' });
    await world.sync();
    const new_email = 'new@rename-farm.com';
    await world.mailchimp.persona('old@rename-farm.com', 'change_email', { new_email });

    await world.sync();

    expect(await addon.status(new_email)).toBe('unsubscribed');
  });

  it('are true of members whose opt-outs alone are brought (auto_sync_member: false)', async () => {
    await using world = await openWorld(odoo, { member_options: { auto_sync_member: false } });
    const addon = new AddonSide(world);
    const [leaves, archived] = ['leaves@alone-farm.com', 'archived@alone-farm.com'];
    await world.odoo.hasContact({ name: 'Ana', email: leaves });
    await world.odoo.hasContact({ name: 'Rui', email: archived });
    await world.exportContacts();
    await world.mailchimp.persona(archived, 'unsubscribe', { source: 'user' });
    await world.sync();
    await world.mailchimp.persona(leaves, 'unsubscribe', { source: 'user' });
    await world.mailchimp.persona(archived, 'archive', { source: 'admin' });

    await world.sync();

    expect([await addon.status(leaves), await addon.status(archived)]).toEqual(['unsubscribed', 'archived']);
  });
}

function exports(odoo: TestOdoo): void {
  it('show status and date of who was pushed: one contact', async () => {
    await using world = await openWorld(odoo);
    const addon = new AddonSide(world);
    const email = 'one@push-farm.com';
    await world.odoo.hasContact({ name: 'Ana', email });

    await world.exportContacts();

    const { status, subscribedAt, pushedAt } = await addon.columns(email);
    expect([status, typeof subscribedAt]).toEqual(['subscribed', 'string']);
    expect(pushedAt).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/u);
  });

  it('are written for many in a few calls', async () => {
    await using world = await openWorld(odoo);
    const addon = new AddonSide(world);
    const emails = Array.from({ length: 120 }, (_, index) => `many${index}@push-farm.com`);
    await world.odoo.hasContacts(...emails.map((email) => ({ name: 'Ana', email })));

    const run = await world.exportContacts();

    expect(run.totals).toMatchObject({ created: 120, failed: 0 });
    expect(await addon.status('many0@push-farm.com')).toBe('subscribed');
    expect(await addon.status('many119@push-farm.com')).toBe('subscribed');
    expect(run.api_calls.odoo).toBeLessThan(30);
  });

  it('are there for a customer that was exported, whose contact is made on the way', async () => {
    await using world = await openWorld(odoo);
    const addon = new AddonSide(world);
    const email = 'customer@push-farm.com';
    const id = await world.odoo.create('res.partner', { name: 'Ana', email });

    await world.exportContacts({
      ...{ model: 'res.partner', selection: { by: 'ids', ids: [id] }, audiences: [world.audienceId] },
    });

    expect(await addon.status(email)).toBe('subscribed');
  });

  it('follow an opt-out that went from Odoo to MailChimp', async () => {
    await using world = await openWorld(odoo);
    const addon = new AddonSide(world);
    const email = 'optout@push-farm.com';
    await world.odoo.hasContact({ name: 'Ana', email });
    await world.sync();
    await world.exportContacts();
    await world.odoo.setOptOut(email, true);

    await world.sync();

    expect((await world.mailchimp.member(email))?.status).toBe('unsubscribed');
    expect(await addon.status(email)).toBe('unsubscribed');
  });

  it('stay empty for a contact MailChimp refuses, which stays pending for export', async () => {
    await using world = await openWorld(odoo);
    const addon = new AddonSide(world);
    await world.odoo.hasContact({ name: 'Fake', email: 'test@push-farm.com' });

    await world.exportContacts();

    expect(await addon.columns('test@push-farm.com')).toEqual({
      ...{ status: false, subscribedAt: false, pushedAt: false },
    });
  });
}

function deletions(odoo: TestOdoo): void {
  it('B33: go with the subscription of a member that was deleted', async () => {
    await using world = await openWorld(odoo);
    const email = 'deleted@end-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'subscribed' });
    await world.sync();
    await world.mailchimp.persona(email, 'delete_permanent');

    await world.sync();

    expect(await world.odoo.contact(email)).toBeNull();
  });

  it('B33: are emptied where the contact is kept, which is no member any more', async () => {
    await using world = await openWorld(odoo, { policies: { on_remote_delete: 'opt_out' } });
    const addon = new AddonSide(world);
    const email = 'kept@end-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'unsubscribed' });
    await world.sync();
    await world.mailchimp.persona(email, 'delete_permanent');

    await world.sync();

    expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
    expect(await addon.status(email)).toBe(false);
  });
}

function quiet(odoo: TestOdoo): void {
  it('B34: what the bridge wrote into them comes to rest', async () => {
    await using world = await openWorld(odoo);
    await world.mailchimp.hasMany(60);
    await world.odoo.hasContact({ name: 'Ana', email: 'rest@quiet-farm.com' });
    await world.sync();
    await world.exportContacts();
    await world.sync();
    const before = await writesOf(world);
    await world.mailchimp.control('DELETE', '/requests');

    const first = await world.sync();
    const second = await world.sync();

    expect(await writesOf(world)).toEqual(before);
    expect(first.totals).toMatchObject({ created: 0, updated: 0, unchanged: first.totals.unchanged });
    expect(second.api_calls.odoo).toBeLessThanOrEqual(first.api_calls.odoo);
    const { by_route: routes } = await world.mailchimp.requests();
    expect(Object.keys(routes).filter((route) => !route.startsWith('GET'))).toEqual([]);
  });

  it('are true again when somebody takes a contact off the mailing list and puts it back', async () => {
    await using world = await openWorld(odoo);
    const addon = new AddonSide(world);
    const email = 'back@quiet-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'subscribed' });
    await world.sync();
    await world.sync();
    const { subscriptionModel } = world.odoo.session.capabilities;
    const contact_id = (await world.odoo.contact(email))?.id ?? 0;
    const domain = [['contact_id', '=', contact_id]];
    const [line] = await world.odoo.search(subscriptionModel, domain, ['id']);
    await world.odoo.call(subscriptionModel, 'unlink', { ids: [line?.id ?? 0] });
    await world.odoo.create(subscriptionModel, { contact_id, list_id: await world.odoo.mailingListId() });
    const without = await addon.status(email);

    await world.sync();

    expect([without, await addon.status(email)]).toEqual([false, 'subscribed']);
  });
}
