import { expect, it } from '@jest/globals';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openWorld, type World } from '../support/world/open-world.js';
import { expectBothOut, oneLeavesOnEachSide } from './leavers.js';

const runs = [
  ['sync', (world: World) => world.sync()],
  ['members fetch', (world: World) => world.fetch()],
  ['contacts export', (world: World) => world.exportContacts()],
  ['contacts update', (world: World) => world.updateContacts()],
] as const;

function brokenData(odoo: TestOdoo): void {
  it.each(runs)(
    'B45: %s carries the opt-outs of both sides though the mapping is broken, and tells of it',
    async (_, run) => {
      await using world = await openWorld(odoo);
      const both = await oneLeavesOnEachSide(world);
      await world.reopen({ merge_fields: { FNAME: 'name.first', GONE: 'name.last' } });

      const failure = await run(world).catch((error: unknown) => error);

      expect(failure).toMatchObject({ code: 'config.mapping' });
      await expectBothOut(world, both);
    },
  );

  it('B45: a run of nobody but one record carries those of all others', async () => {
    await using world = await openWorld(odoo);
    const both = await oneLeavesOnEachSide(world);
    const other = await world.odoo.hasContact({ name: 'Eva Lima', email: `eva.${both.leaves}` });

    await world.exportContacts({ selection: { by: 'ids', ids: [other] } });

    await expectBothOut(world, both);
  });

  it('B45: a dry run names the opt-outs of both sides, and touches nothing', async () => {
    await using world = await openWorld(odoo);
    const { leaves, optsOut } = await oneLeavesOnEachSide(world);

    const run = await world.sync({ dryRun: true });

    expect(run.plan?.map(({ side, action, email }) => [side, action, email]).sort()).toEqual([
      ['mailchimp', 'opt_out', optsOut],
      ['odoo', 'opt_out', leaves],
    ]);
    expect(await world.odoo.contact(leaves)).toMatchObject({ optOut: false });
    expect((await world.mailchimp.member(optsOut))?.status).toBe('subscribed');
  });
}

function oddRows(odoo: TestOdoo): void {
  it('B45: members without an address or with an unknown status spoil nothing, and are named', async () => {
    await using world = await openWorld(odoo);
    const both = await oneLeavesOnEachSide(world);
    const nullInterest = `null.${both.leaves}`;
    await world.mailchimp.control('POST', `/audiences/${world.audienceId}/odd-members`, {
      members: [
        { email_address: null, status: 'subscribed' },
        { email_address: 'odd.status@oakline-farm.com', status: 'reconfirm' },
        { email_address: nullInterest, status: 'subscribed', interests: null },
      ],
    });

    const run = await world.sync();

    expect(run.failures).toHaveLength(2);
    expect(run.failures).toMatchObject([
      { model: 'member', code: 'mailchimp.odd_member' },
      { model: 'member', code: 'mailchimp.odd_member' },
    ]);
    expect(run.failures.map(({ email }) => email)).toEqual(
      expect.arrayContaining([null, 'odd.status@oakline-farm.com']),
    );
    await expectBothOut(world, both);
    expect(await world.odoo.contact(nullInterest)).toMatchObject({ optOut: false });
  });
}

function options(odoo: TestOdoo): void {
  it.each([
    [{ auto_sync_member: false }],
    [{ auto_update_contact: false }],
    [{ auto_create_member: false, auto_sync_member: false, auto_update_contact: false }],
  ])('B45: a sync carries the opt-outs of both sides with %j', async (member_options) => {
    await using world = await openWorld(odoo, { member_options });
    const both = await oneLeavesOnEachSide(world);

    await world.sync();

    await expectBothOut(world, both);
  });

  it('B45: without auto_sync_member a contact added for who left long ago is opted out', async () => {
    await using world = await openWorld(odoo, { member_options: { auto_sync_member: false } });
    const email = 'long.gone@oakline-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'unsubscribed' });
    await world.sync();
    await world.odoo.hasContact({ name: 'Ana', email });

    await world.sync();

    expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
  });

  it('B50: a bounced address with an archived row on the blacklist is active on it', async () => {
    await using world = await openWorld(odoo);
    const email = 'bounced.before@oakline-farm.com';
    const row = await world.odoo.create('mail.blacklist', { email });
    await world.odoo.write('mail.blacklist', [row], { active: false });
    await world.mailchimp.has({ email_address: email, status: 'cleaned' });

    await world.fetch();

    expect(await world.odoo.isBlacklisted(email)).toBe(true);
  });
}

type MakesAgain = (world: World, email: string) => Promise<void>;

/** The contact, as somebody deletes it and loads it again from a file. */
const loadsAgain: MakesAgain = async (world, email) => {
  const { id, name } = (await world.odoo.contact(email)) ?? { id: 0, name: '' };
  const list = await world.odoo.mailingListId();
  await world.odoo.call('mailing.contact', 'unlink', { ids: [id] });
  const row = [String(name), email, String(list)];
  const params = { fields: ['name', 'email', 'list_ids/.id'], data: [row] };
  await world.odoo.call('mailing.contact', 'load', { params });
};

const subscribesAgain: MakesAgain = async (world, email) => {
  const { id } = (await world.odoo.contact(email)) ?? { id: 0 };
  const { subscriptionModel } = world.odoo.session.capabilities;
  const list_id = await world.odoo.mailingListId();
  const rows = await world.odoo.search(
    subscriptionModel,
    [
      ['contact_id', '=', id],
      ['list_id', '=', list_id],
    ],
    ['opt_out'],
  );
  await world.odoo.call(subscriptionModel, 'unlink', { ids: rows.map((row) => row.id) });
  await world.odoo.create(subscriptionModel, { contact_id: id, list_id });
};

function madeAgain(odoo: TestOdoo): void {
  const ways = [
    ['whose contact was deleted and imported again', loadsAgain],
    ['whose subscription was removed and added again', subscribesAgain],
  ] as const;
  const policies = ['never', 'pending', 'subscribed'] as const;
  const cases = ways.flatMap(([what, makes]) =>
    policies.flatMap((resubscribe) =>
      (['unsubscribe', 'archive'] as const).map((action) => ({ what, makes, resubscribe, action })),
    ),
  );

  it.each(cases)(
    'B46: who left ($action) and $what stays out on both sides with resubscribe: $resubscribe',
    async ({ makes, resubscribe, action }) => {
      await using world = await openWorld(odoo, { policies: { resubscribe } });
      const email = `${action}.${resubscribe}@oakline-farm.com`;
      await world.odoo.hasContact({ name: 'Ana Sousa', email });
      await world.exportContacts();
      await world.mailchimp.persona(email, action, { source: 'admin' });
      await world.sync();
      const left = (await world.mailchimp.member(email))?.status;
      await makes(world, email);

      await world.sync();
      await world.exportContacts();

      expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
      expect((await world.mailchimp.member(email))?.status).toBe(left);
    },
  );

  it('B46: an audience bound to another mailing list asks nobody again who is opted in there', async () => {
    await using world = await openWorld(odoo, { policies: { resubscribe: 'subscribed' } });
    const email = 'other.list@oakline-farm.com';
    const id = await world.odoo.hasContact({ name: 'Ana Sousa', email });
    await world.exportContacts();
    await world.mailchimp.persona(email, 'unsubscribe', { source: 'admin' });
    await world.sync();
    const name = `Other ${world.audienceId} ${id}`;
    const list_id = await world.odoo.create('mailing.list', { name });
    const { subscriptionModel } = world.odoo.session.capabilities;
    await world.odoo.create(subscriptionModel, { contact_id: id, list_id });
    await world.reopen({ mailing_list: name });

    await world.sync();

    const rows = await world.odoo.search(subscriptionModel, [['contact_id', '=', id]], ['opt_out']);
    expect(rows.map(({ opt_out: optOut }) => optOut)).toEqual([true, true]);
    expect((await world.mailchimp.member(email))?.status).toBe('unsubscribed');
  });
}

describeOdoo('consent, whatever else is wrong', (odoo) => {
  brokenData(odoo);
  oddRows(odoo);
  options(odoo);
  madeAgain(odoo);
});
