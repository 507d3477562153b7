import { expect, it } from '@jest/globals';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { inPostgres } from '../support/staging/other-database.js';
import { openWorld } from '../support/world/open-world.js';
import { ShiftedClock } from '../support/world/shifted-clock.js';
import { hasMembers } from './has-members.js';

function clocks(odoo: TestOdoo): void {
  it('B25: an opt-out after a sign-up by form stands where Odoo’s clock is five minutes slow', async () => {
    await using world = await openWorld(odoo);
    const [email] = await hasMembers(world, 'slow');
    await world.mailchimp.persona(email, 'unsubscribe');
    await world.sync();
    world.mailchimp.wait(5 * 60);
    await world.mailchimp.persona(email, 'subscribe', { source: 'user' });
    await world.sync();
    const signedUp = await world.odoo.contact(email);
    await world.odoo.setOptOut(email, true);

    await world.sync();
    await world.sync();

    expect(signedUp).toMatchObject({ optOut: false });
    expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
    expect((await world.mailchimp.member(email))?.status).toBe('unsubscribed');
  });

  it('B25: of a sign-up by form and an opt-out that nobody has seen before, the opt-out stands', async () => {
    await using world = await openWorld(odoo);
    const email = `first.${await world.odoo.mailingListId()}@late-farm.com`;
    await world.odoo.hasContact({ name: 'Ana', email });
    world.mailchimp.wait(5 * 60);
    await world.mailchimp.persona(email, 'subscribe', { source: 'user' });
    await world.odoo.setOptOut(email, true);

    await world.sync();
    await world.sync();

    expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
    expect((await world.mailchimp.member(email))?.status).toBe('unsubscribed');
  });
}

function listing(odoo: TestOdoo): void {
  it('B14, B25: who left and is listed 90 s late is opted out, whoever was listed before', async () => {
    await using world = await openWorld(odoo);
    const [late, other] = await hasMembers(world, 'late', 'other');
    await world.mailchimp.control('PUT', '/knobs', { listing_lag_s: 90 });
    await world.mailchimp.persona(late, 'unsubscribe');
    await world.mailchimp.control('PUT', '/knobs', { listing_lag_s: 0 });
    world.mailchimp.wait(80);
    await world.mailchimp.persona(other, 'profile', { merge_fields: { FNAME: 'Eva' } });
    await world.sync();
    const before = await world.odoo.contact(late);
    world.mailchimp.wait(20);

    await world.sync();

    expect(before).toMatchObject({ optOut: false });
    expect(await world.odoo.contact(late)).toMatchObject({ optOut: true });
  });
}

function commits(odoo: TestOdoo): void {
  const minutes = 60_000;

  it('B25: an opt-out in a transaction that commits 18 minutes late reaches MailChimp', async () => {
    const clock = new ShiftedClock();
    await using world = await openWorld(odoo, { clock });
    const [late, other] = await hasMembers(world, 'late', 'other');
    const { id = 0 } = (await world.odoo.contact(late)) ?? {};
    await world.odoo.setOptOut(other, true);
    await world.sync();
    clock.advance(17 * 60);
    await world.sync();
    const { subscriptionModel } = world.odoo.session.capabilities;
    const table = odoo.version === 14 ? 'mailing_contact_list_rel' : subscriptionModel.replaceAll('.', '_');
    // It began before the other's, and is seen only now.
    const began = new Date(Date.now() - minutes).toISOString();
    await inPostgres(odoo, `update ${table} set opt_out = true, write_date = $1 where contact_id = $2`, [
      began,
      id,
    ]);
    clock.advance(60);

    await world.sync();

    expect((await world.mailchimp.member(late))?.status).toBe('unsubscribed');
  });
}

describeOdoo('consent that is seen late', (odoo) => {
  clocks(odoo);
  listing(odoo);
});

describeOdoo('consent that is committed late', commits, { notOnSmall: 'it has no transactions' });
