import { expect, it } from '@jest/globals';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { useTaps } from '../support/use-taps.js';
import { openEventDesk } from '../support/world/event-desk.js';
import { openWorld, type World } from '../support/world/open-world.js';

let people = 0;

/** Nobody else's in the database of the suite. */
function anAddress(): string {
  people += 1;
  return `ana.${people}@orchard-farm.com`;
}

type TakesOut = (world: World, email: string) => Promise<void>;

const deletesContact: TakesOut = async (world, email) => {
  const ids = (await world.odoo.contacts(email)).map(({ id }) => id);
  await world.odoo.call('mailing.contact', 'unlink', { ids });
};

const removesSubscription: TakesOut = async (world, email) => {
  const { subscriptionModel } = world.odoo.session.capabilities;
  const domain = [
    ['list_id', '=', await world.odoo.mailingListId()],
    ['contact_id', 'in', (await world.odoo.contacts(email)).map(({ id }) => id)],
  ];
  const rows = await world.odoo.search(subscriptionModel, domain, ['opt_out']);
  await world.odoo.call(subscriptionModel, 'unlink', { ids: rows.map(({ id }) => id) });
};

const ways = [
  ['whose contact was deleted', deletesContact],
  ['whose subscription was removed', removesSubscription],
] as const;

const isOnList = async (world: World, email: string): Promise<boolean> =>
  (await world.odoo.contacts(email)).some(({ optOut }) => optOut !== null);

const noticesIn = ({ warnings }: { warnings: readonly { code: string; email: string | null }[] }) =>
  warnings.filter(({ code }) => code === 'taken_out').map(({ email }) => email);

/** A subscribed member whose contact a run has brought to Odoo, and somebody has taken out since. */
async function takenOut(world: World, takes: TakesOut = deletesContact): Promise<string> {
  const email = anAddress();
  await world.mailchimp.has({ email_address: email, status: 'subscribed' });
  await world.sync();
  await takes(world, email);
  return email;
}

const editsProfile = (world: World, email: string): Promise<void> =>
  world.mailchimp.persona(email, 'profile', { merge_fields: { FNAME: 'Eva' } });

function neverAgain(odoo: TestOdoo): void {
  it.each(ways)('B48: who %s is put back by no change in MailChimp, and told of once', async (_, takes) => {
    await using world = await openWorld(odoo);
    const email = await takenOut(world, takes);
    await editsProfile(world, email);

    const runs = [await world.fetch(), await world.fetch({ full: true }), await world.sync()];

    expect(await isOnList(world, email)).toBe(false);
    expect(runs.flatMap(noticesIn)).toEqual([email]);
    expect(runs.map(({ skipped }) => skipped.taken_out)).toEqual([1, 1, 1]);
    expect(await world.mailchimp.member(email)).toMatchObject({ status: 'subscribed' });
  });

  it.each(ways)('B48: who %s is put back by no event', async (_, takes) => {
    await using world = await openWorld(odoo);
    const email = await takenOut(world, takes);
    await using desk = await openEventDesk(world);
    await editsProfile(world, email);

    const outcomes = await desk.settle();

    expect(outcomes).toEqual(['profile: taken_out']);
    expect(await isOnList(world, email)).toBe(false);
  });

  it.each(ways)('B44, B48: who %s is noticed by a sync where nothing else changes', async (_, takes) => {
    await using world = await openWorld(odoo);
    const email = await takenOut(world, takes);

    const runs = [await world.sync(), await world.sync()];

    expect(runs.map(noticesIn)).toEqual([[email], []]);
    const [audience] = (await world.bridge.showContact(email)).audiences;
    expect(audience).toMatchObject({ taken_out: true, subscription: null });
  });

  it('B48: a customer whose contact was deleted is exported again by no rule, no filter and not as pending', async () => {
    const email = anAddress();
    const domain = [['email', '=', email]];
    await using world = await openWorld(odoo, {
      audience: { auto_export: { enabled: true, model: 'res.partner', domain } },
    });
    await world.odoo.create('res.partner', { name: 'Ana', email });
    await world.autoExport({ allowLarge: true });
    await world.sync();
    await deletesContact(world, email);
    const customers = { model: 'res.partner', audiences: [world.audienceId] };

    await world.autoExport({ allowLarge: true });
    await world.exportContacts({ ...customers, selection: { by: 'pending' } });
    const filtered = await world.exportContacts({ ...customers, selection: { by: 'domain', domain } });
    await world.sync({ allowLarge: true });

    expect(filtered.skipped).toEqual({ taken_out: 1 });
    expect(await world.odoo.contacts(email)).toEqual([]);
  });

  it('B25, B48: a run that would put nobody back carries their opt-out all the same', async () => {
    await using world = await openWorld(odoo);
    const email = await takenOut(world, removesSubscription);
    await world.sync();
    await world.mailchimp.persona(email, 'unsubscribe');
    await world.odoo.hasContact({ name: 'Ana from a CSV', email });

    await world.sync();

    expect((await world.odoo.contacts(email)).map(({ optOut }) => optOut)).toContain(true);
    expect(await world.mailchimp.member(email)).toMatchObject({ status: 'unsubscribed' });
  });
}

function waysBack(odoo: TestOdoo): void {
  it.each(ways)('B48: who %s is brought back by their own sign-up', async (_, takes) => {
    await using world = await openWorld(odoo);
    const email = anAddress();
    await world.mailchimp.has({ email_address: email, status: 'unsubscribed' });
    await world.sync();
    await takes(world, email);
    await world.sync();
    world.mailchimp.wait(60);
    await world.mailchimp.persona(email, 'subscribe');

    await world.sync();

    expect(await isOnList(world, email)).toBe(true);
    expect((await world.bridge.showContact(email)).audiences).toMatchObject([{ taken_out: false }]);
  });

  it.each([
    ['--id', (id: number) => ({ by: 'ids' as const, ids: [id] })],
    ['--email', (_: number, email: string) => ({ by: 'emails' as const, emails: [email] })],
  ])('B48: a customer is put back by an export that names them by %s', async (_, selectionOf) => {
    await using world = await openWorld(odoo);
    const email = await takenOut(world);
    const id = await world.odoo.create('res.partner', { name: 'Ana', email });
    await world.sync();

    const run = await world.exportContacts({
      model: 'res.partner',
      audiences: [world.audienceId],
      selection: selectionOf(id, email),
    });
    await world.sync();

    expect(run.totals).toMatchObject({ failed: 0, skipped: 0 });
    expect(await world.odoo.contact(email)).toMatchObject({ optOut: false });
    expect((await world.bridge.showContact(email)).audiences).toMatchObject([{ taken_out: false }]);
  });

  it('B48: a contact that somebody puts on the list again is followed as before', async () => {
    await using world = await openWorld(odoo);
    const email = await takenOut(world);
    await world.sync();
    await world.odoo.hasContact({ name: 'Ana', email });

    await world.sync();
    await world.mailchimp.persona(email, 'unsubscribe');
    const run = await world.sync();

    expect(run.skipped).toEqual({});
    expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
    expect((await world.bridge.showContact(email)).audiences).toMatchObject([{ taken_out: false }]);
  });

  it('B48: nobody is taken out whose contact was merged into another one of the e-mail on the list', async () => {
    await using world = await openWorld(odoo, { policies: { on_odoo_delete: 'unsubscribe' } });
    const email = anAddress();
    const [linked = 0] = await world.odoo.hasContacts({ name: 'Ana', email });
    await world.exportContacts();
    await world.odoo.hasContact({ name: 'Ana, twice', email });
    await world.odoo.call('mailing.contact', 'unlink', { ids: [linked] });

    const run = await world.sync();

    expect(noticesIn(run)).toEqual([]);
    expect(await world.mailchimp.member(email)).toMatchObject({ status: 'subscribed' });
  });
}

function members(odoo: TestOdoo): void {
  it.each([
    ['unsubscribe', 'unsubscribed', 'opt_out'],
    ['archive', 'archived', 'archive'],
  ] as const)(
    'B48: with on_odoo_delete: %s the member is %s, as a dry run says',
    async (policy, status, action) => {
      await using world = await openWorld(odoo, { policies: { on_odoo_delete: policy } });
      const email = await takenOut(world);

      const dry = await world.sync({ dryRun: true });
      const before = (await world.mailchimp.member(email))?.status;
      const run = await world.sync();
      const again = await world.sync();

      const changes = { status: { from: 'subscribed', to: status } };
      expect(dry.plan).toEqual([{ side: 'mailchimp', action, email, changes }]);
      expect(before).toBe('subscribed');
      expect(await world.mailchimp.member(email)).toMatchObject({ status });
      expect([run.totals.updated, again.totals.updated]).toEqual([1, 0]);
      expect(await isOnList(world, email)).toBe(false);
    },
  );

  it('B48: a policy that is set later holds for who was taken out before', async () => {
    await using world = await openWorld(odoo);
    const email = await takenOut(world);
    await world.sync();
    await world.reopen({}, { policies: { on_odoo_delete: 'unsubscribe' } });

    await world.sync();

    expect(await world.mailchimp.member(email)).toMatchObject({ status: 'unsubscribed' });
  });

  it('B28, B48: the cap stops it, is told again until somebody decides, and keeps back nobody’s own opt-out', async () => {
    await using world = await openWorld(odoo, {
      policies: { on_odoo_delete: 'unsubscribe' },
      limits: { max_changes: 2 },
    });
    const gone = [anAddress(), anAddress(), anAddress()];
    const leaves = anAddress();
    const addresses = [...gone, leaves];
    await world.mailchimp.has(...addresses.map((email_address) => ({ email_address, status: 'subscribed' })));
    await world.sync();
    for (const email of gone) await deletesContact(world, email);
    await world.odoo.setOptOut(leaves, true);

    const stopped = [
      await world.sync().catch((error: unknown) => error),
      await world.sync().catch((error: unknown) => error),
    ];

    const statuses = async () =>
      Promise.all(addresses.map(async (email) => (await world.mailchimp.member(email))?.status));
    expect(stopped).toMatchObject([{ code: 'limits.exceeded' }, { code: 'limits.exceeded' }]);
    expect(await statuses()).toEqual(['subscribed', 'subscribed', 'subscribed', 'unsubscribed']);
    await world.sync({ allowLarge: true });
    expect(await statuses()).toEqual(addresses.map(() => 'unsubscribed'));
  });

  it('B28, B48: one pass carries opt-outs although those taken out go beyond the cap', async () => {
    await using world = await openWorld(odoo, {
      policies: { on_odoo_delete: 'unsubscribe' },
      limits: { max_changes: 1 },
    });
    const [gone, gone2, leaves] = [anAddress(), anAddress(), anAddress()];
    const addresses = [gone, gone2, leaves];
    await world.mailchimp.has(...addresses.map((email_address) => ({ email_address, status: 'subscribed' })));
    await world.sync();
    for (const email of [gone, gone2]) await deletesContact(world, email);
    await world.mailchimp.persona(leaves, 'unsubscribe');

    const stopped = await world.fetch({ full: true }).catch((error: unknown) => error);

    expect(stopped).toMatchObject({ code: 'limits.exceeded' });
    expect(await world.odoo.contact(leaves)).toMatchObject({ optOut: true });
    expect(await world.mailchimp.member(gone)).toMatchObject({ status: 'subscribed' });
  });
}

describeOdoo('a person who was taken out in Odoo', (odoo) => {
  neverAgain(odoo);
  waysBack(odoo);
  members(odoo);
});

describeOdoo('looking for who was taken out', (odoo) => {
  const taps = useTaps();

  it('B48: costs one call where nothing has changed', async () => {
    await using world = await openWorld(odoo, { taps });
    await world.mailchimp.has({ email_address: anAddress(), status: 'subscribed' });
    await world.sync();
    await world.sync();
    taps.odoo.reset();

    await world.sync();

    const { subscriptionModel } = world.odoo.session.capabilities;
    const calls = taps.odoo.requests.map(({ path, body }) => `${path} ${body}`);
    const counts = calls.filter((call) => call.includes(subscriptionModel) && call.includes('search_count'));
    expect(counts).toHaveLength(1);
  });
});
