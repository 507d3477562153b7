import { expect, it } from '@jest/globals';
import type { ConsentEvent } from '../../src/sync/consent-report.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openEventDesk } from '../support/world/event-desk.js';
import { openWorld, type World } from '../support/world/open-world.js';

let people = 0;

/** Nobody else's in the database of the suite. */
function anAddress(): string {
  people += 1;
  return `ines.${people}@oakline-farm.com`;
}

async function history(world: World, email: string): Promise<ConsentEvent[]> {
  return (await world.bridge.exportConsent(email)).history;
}

const inShort = ({ side, what, from, to, by }: ConsentEvent): string =>
  `${side} ${what}: ${from ?? '–'} → ${to}, ${by}`;

describeOdoo('the history of consent', (odoo) => {
  ofMailchimp(odoo);
  ofOdoo(odoo);
  ofTheBridge(odoo);
  reasons(odoo);
  kept(odoo);
});

function ofMailchimp(odoo: TestOdoo): void {
  it('B56: tells how a member came, and by which link they left', async () => {
    await using world = await openWorld(odoo);
    const ines = anAddress();
    await world.mailchimp.persona(ines, 'subscribe');
    await world.mailchimp.persona(ines, 'confirm');
    await world.fetch();
    await world.mailchimp.persona(ines, 'unsubscribe');
    await world.fetch();

    const events = await history(world, ines);

    expect(events.map(inShort)).toEqual([
      'mailchimp status: – → subscribed, form',
      'odoo subscription: – → opted_in, bridge',
      'mailchimp status: subscribed → unsubscribed, link',
      'odoo subscription: opted_in → opted_out, bridge',
    ]);
    const [signUp, made, left] = events;
    expect(signUp).toMatchObject({
      audience: world.audienceId,
      email: ines,
      ip: expect.stringMatching(/\d/u),
    });
    expect(made?.run).toEqual(expect.any(Number));
    expect(left).toMatchObject({ reason: 'None given', ip: null, run: null });
  });

  it('B56: a webhook tells which campaign, and that it was a complaint', async () => {
    await using world = await openWorld(odoo);
    await using desk = await openEventDesk(world);
    const ines = anAddress();
    await world.mailchimp.persona(ines, 'subscribe', { source: 'admin' });
    await desk.settle();
    await world.mailchimp.persona(ines, 'complain');
    await desk.settle();

    const events = await history(world, ines);

    expect(events.map(inShort)).toEqual(
      expect.arrayContaining(['mailchimp status: subscribed → unsubscribed, complaint']),
    );
  });
}

function ofOdoo(odoo: TestOdoo): void {
  it('B56: tells who opted out in Odoo, and that the bridge has told MailChimp', async () => {
    await using world = await openWorld(odoo);
    const ines = anAddress();
    await world.odoo.hasContact({ name: 'Ines', email: ines });
    await world.exportContacts();
    await world.odoo.setOptOut(ines, true);
    await world.sync();

    const events = await history(world, ines);

    expect(events.map(inShort)).toEqual([
      'mailchimp status: – → subscribed, bridge',
      expect.stringMatching(/^odoo subscription: – → opted_in/u),
      'mailchimp status: subscribed → unsubscribed, bridge',
      'odoo subscription: opted_in → opted_out, odoo_user',
    ]);
    expect(events.at(-1)).toMatchObject({
      actor: expect.stringMatching(/./u),
      at: expect.stringMatching(/Z$/u),
    });
  });
}

function ofTheBridge(odoo: TestOdoo): void {
  it('B56: a second run adds nothing, and neither does one that looks at everyone', async () => {
    await using world = await openWorld(odoo);
    const ines = anAddress();
    await world.mailchimp.has({ email_address: ines, status: 'unsubscribed' });
    await world.sync();
    const events = await history(world, ines);

    await world.sync();
    await world.fetch({ full: true });

    expect(await history(world, ines)).toEqual(events);
    expect(events).not.toEqual([]);
  });

  it('B56: contacts show tells it', async () => {
    await using world = await openWorld(odoo);
    const ines = anAddress();
    await world.mailchimp.has({ email_address: ines, status: 'subscribed' });
    await world.fetch();

    const report = await world.bridge.showContact(ines);

    expect(report.history).toEqual(await history(world, ines));
    expect(report.history).toHaveLength(2);
  });
}

function reasons(odoo: TestOdoo): void {
  it('B56: MailChimp’s reason is Odoo’s, where Odoo has a place for it', async () => {
    await using world = await openWorld(odoo);
    const [ines, lia, rui] = [anAddress(), anAddress(), anAddress()];
    const left = { status: 'unsubscribed', unsubscribe_reason: 'I never signed up for this mailing list' };
    await world.odoo.hasContact({ name: 'Ines', email: ines });
    await world.mailchimp.has({ email_address: ines, ...left });
    await world.mailchimp.has({ email_address: lia, ...left, unsubscribe_reason: 'Too many emails' });
    await world.mailchimp.has({ email_address: rui, ...left, unsubscribe_reason: 'None given' });

    await world.fetch();

    const found = await Promise.all([ines, lia, rui].map((email) => reasonOf(world, email)));
    const hasPlace = world.odoo.session.capabilities.optOutReasons;
    const expected = ['I never subscribed to this list', 'I receive too many emails from this list', false];
    expect(found).toEqual(hasPlace ? expected : [undefined, undefined, undefined]);
    expect(await world.odoo.contact(ines)).toMatchObject({ optOut: true });
    expect((await history(world, lia))[0]).toMatchObject({ reason: 'Too many emails' });
  });
}

/** Undefined where this Odoo has none. */
async function reasonOf(world: World, email: string): Promise<unknown> {
  const { subscriptionModel, optOutReasons } = world.odoo.session.capabilities;
  if (!optOutReasons) return undefined;
  const contact = await world.odoo.contact(email);
  const domain = [['contact_id', '=', contact?.id]];
  const [row] = await world.odoo.search(subscriptionModel, domain, ['opt_out_reason_id']);
  const reason = row?.opt_out_reason_id;
  return Array.isArray(reason) ? (reason[1] as string) : reason;
}

function kept(odoo: TestOdoo): void {
  it('B56: outlives a member that was deleted', async () => {
    await using world = await openWorld(odoo);
    await using desk = await openEventDesk(world);
    const ines = anAddress();
    await world.mailchimp.has({ email_address: ines, status: 'subscribed' });
    await world.fetch();
    await world.mailchimp.persona(ines, 'delete_permanent');
    await desk.settle();

    const events = await history(world, ines);

    expect(events.map(inShort)).toEqual([
      'mailchimp status: – → subscribed, mailchimp_admin',
      'odoo subscription: – → opted_in, bridge',
      'mailchimp status: subscribed → deleted, mailchimp_admin_or_api',
      'odoo subscription: opted_in → removed, bridge',
    ]);
  });

  it('B57: goes with a person who is forgotten', async () => {
    await using world = await openWorld(odoo);
    const ines = anAddress();
    await world.mailchimp.has({ email_address: ines, status: 'subscribed' });
    await world.fetch();

    await world.bridge.forget(ines, { dryRun: false });

    expect(await history(world, ines)).toEqual([]);
  });
}
