import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { systemClock, type Clock } from '../../src/support/clock.js';
import type { ForgetReport } from '../../src/sync/forget/forget-report.js';
import { bothTaps } from '../support/both-taps.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openEventDesk } from '../support/world/event-desk.js';
import { openWorld, type World } from '../support/world/open-world.js';

let people = 0;

/** Nobody else's in the database of the suite. */
function anAddress(): string {
  people += 1;
  return `ana.${people}@oakline-farm.com`;
}

/** Everything the bridge does by itself. */
async function everything(world: World): Promise<void> {
  await world.fetch({ full: true, allowLarge: true });
  await world.exportContacts({ allowLarge: true });
  await world.updateContacts({ allowLarge: true });
  await world.sync({ allowLarge: true });
}

async function forget(world: World, email: string): Promise<ForgetReport> {
  return (await world.bridge.forget(email, { dryRun: false })).report;
}

function modelsOf(items: readonly { model: string; side: string }[]): string[] {
  return [...new Set(items.filter(({ side }) => side !== 'store').map(({ model }) => model))].sort();
}

/** What the store has on disk. */
function bytesOf({ config }: World): string {
  return [config.store, `${config.store}-wal`].map((path) => readFileSync(path, 'latin1')).join('');
}

describeOdoo('a person who is forgotten', (odoo) => {
  everywhere(odoo);
  linked(odoo);
  neverBack(odoo);
  newSignUp(odoo);
  halfWay(odoo);
  shared(odoo);
});

function everywhere(odoo: TestOdoo): void {
  it('B57: is gone from MailChimp, from Odoo and from the store, and others are as they were', async () => {
    await using world = await openWorld(odoo);
    const [ana, bo] = [anAddress(), anAddress()];
    await world.odoo.hasContacts({ name: 'Ana', email: ana }, { name: 'Bo', email: bo });
    await world.exportContacts();
    await world.odoo.hasContact({ name: 'Ana again', email: `Ana <${ana.toUpperCase()}>` });
    await world.fetch({ full: true });

    const report = await forget(world, ana.toUpperCase());

    expect(await world.mailchimp.member(ana)).toBeNull();
    expect(await world.odoo.contacts(ana)).toEqual([]);
    expect(bytesOf(world)).not.toContain(ana);
    const { subscriptionModel } = world.odoo.session.capabilities;
    expect(modelsOf(report.removed)).toEqual(['mailing.contact', subscriptionModel, 'member']);
    expect(report).toMatchObject({ kept: [], left: [], dry_run: false });
    expect(await world.mailchimp.member(bo)).toMatchObject({ status: 'subscribed' });
    expect(await world.odoo.contact(bo)).toMatchObject({ name: 'Bo', optOut: false });
  });

  it('B57: is told by a receipt that has their hash and not their address', async () => {
    await using world = await openWorld(odoo);
    const ana = anAddress();
    await world.odoo.hasContact({ name: 'Ana', email: ana });
    await world.exportContacts();

    const report = await forget(world, ana);
    const again = await forget(world, ana);

    expect(JSON.stringify(report)).not.toContain(ana);
    expect(report.hash).toMatch(/^[\w-]{43}$/u);
    expect(report.run).toBeGreaterThan(0);
    expect(again).toMatchObject({ hash: report.hash, removed: [], left: [] });
  });

  it('B57: stays a customer, and on the blacklist, which is told', async () => {
    await using world = await openWorld(odoo);
    const ana = anAddress();
    const customer = await world.odoo.create('res.partner', { name: 'Ana', email: ana });
    const archived = await world.odoo.create('res.partner', { name: 'Old', email: ana, active: false });
    await world.odoo.create('mail.blacklist', { email: ana });

    const report = await forget(world, ana);

    expect(await world.odoo.customers(ana)).toMatchObject([{ id: customer }]);
    expect(await world.odoo.isBlacklisted(ana)).toBe(true);
    expect(report.kept).toMatchObject([
      { model: 'res.partner', id: customer, reason: 'source' },
      { model: 'res.partner', id: archived, reason: 'source' },
      { model: 'mail.blacklist', reason: 'blacklist' },
    ]);
  });

  it('B57: is left in an audience that the account file doesn’t name, which is told', async () => {
    await using world = await openWorld(odoo);
    const ana = anAddress();
    await world.mailchimp.control('POST', '/audiences', { id: 'b000000001', name: 'Another' });
    const members = [{ email_address: ana, status: 'subscribed' }];
    await world.mailchimp.control('POST', '/audiences/b000000001/members', { members });

    const { kept } = await forget(world, ana);

    expect(kept).toMatchObject([{ side: 'mailchimp', audience: 'b000000001', reason: 'other_audience' }]);
  });

  it('B57: is listed by a dry run that touches nothing', async () => {
    await using world = await openWorld(odoo);
    const ana = anAddress();
    await world.odoo.hasContact({ name: 'Ana', email: ana });
    await world.exportContacts();

    const { report } = await world.bridge.forget(ana, { dryRun: true });

    expect(report).toMatchObject({ dry_run: true, hash: null, run: null, left: [] });
    expect(report.removed).toContainEqual(
      expect.objectContaining({ side: 'store', model: 'bindings', count: 1 }),
    );
    expect(await world.mailchimp.member(ana)).toMatchObject({ status: 'subscribed' });
    expect(await world.odoo.contact(ana)).toMatchObject({ optOut: false });
    expect((await world.fetch({ full: true })).skipped).toEqual({});
  });

  it('B57: is gone from every status a member can have', async () => {
    await using world = await openWorld(odoo);
    const statuses = ['unsubscribed', 'cleaned', 'pending', 'transactional', 'archived'];
    const addresses = statuses.map(() => anAddress());
    await world.mailchimp.has(
      ...statuses.map((status, index) => ({ email_address: addresses[index], status })),
    );
    await world.fetch();

    for (const address of addresses) await forget(world, address);

    for (const address of addresses) {
      expect(await world.mailchimp.member(address)).toBeNull();
      expect(await world.odoo.contacts(address)).toEqual([]);
    }
  });
}

function linked(odoo: TestOdoo): void {
  it('B57: a contact that is linked to the member and has another address stays, and is named', async () => {
    await using world = await openWorld(odoo);
    const [member, contact] = [anAddress(), anAddress()];
    const id = await world.odoo.hasContact({ name: 'Ana', email: member });
    await world.exportContacts();
    await world.odoo.write('mailing.contact', [id], { email: contact });
    const tried = await world.bridge.forget(member, { dryRun: true });

    const report = await forget(world, member);

    const kept = [{ side: 'odoo', audience: null, model: 'mailing.contact', id, reason: 'other_address' }];
    expect([tried.report.kept, report.kept]).toEqual([kept, kept]);
    expect(await world.mailchimp.member(member)).toBeNull();
    expect(await world.odoo.contact(contact)).toMatchObject({ id });
  });

  it('B57: a member that is linked to the contact and has another address stays, and is named', async () => {
    await using world = await openWorld(odoo);
    const [member, contact] = [anAddress(), anAddress()];
    const id = await world.odoo.hasContact({ name: 'Ana', email: member });
    await world.exportContacts();
    await world.odoo.write('mailing.contact', [id], { email: contact });
    const there = await world.mailchimp.member(member);

    const report = await forget(world, contact);

    const { audienceId: audience } = world;
    expect(report.kept).toEqual([
      { side: 'mailchimp', audience, model: 'member', id: there?.contact_id, reason: 'other_address' },
    ]);
    expect(await world.odoo.contact(contact)).toBeNull();
    expect(await world.mailchimp.member(member)).toMatchObject({ status: 'subscribed' });
  });
}

function neverBack(odoo: TestOdoo): void {
  it('B57: is brought back by no run, whoever makes a contact of the address again', async () => {
    await using world = await openWorld(odoo);
    const ana = anAddress();
    await world.odoo.hasContact({ name: 'Ana', email: ana });
    await world.exportContacts();
    await forget(world, ana);
    const again = await world.odoo.hasContact({ name: 'Ana from a CSV', email: ana });

    const run = await world.exportContacts();
    const pending = await world.exportContacts({ selection: { by: 'pending' } });
    const named = await world.exportContacts({ selection: { by: 'emails', emails: [ana] } });
    await world.fetch({ full: true });
    await world.sync({ allowLarge: true });

    for (const { skipped, totals } of [run, pending, named]) {
      expect(skipped).toEqual({ forgotten: 1 });
      expect(totals).toMatchObject({ created: 0, failed: 0 });
    }
    expect(await world.bridge.pendingContacts({ audiences: [] })).toEqual([]);
    expect(await world.mailchimp.member(ana)).toBeNull();
    expect(await world.odoo.contact(ana)).toMatchObject({ id: again });
    expect(bytesOf(world)).not.toContain(ana);
  });

  it('B57: is brought back by no rule, and gets no mailing contact as a customer', async () => {
    const ana = anAddress();
    const domain = [['email', '=', ana]];
    await using world = await openWorld(odoo, {
      audience: { auto_export: { enabled: true, model: 'res.partner', domain } },
    });
    await world.odoo.create('res.partner', { name: 'Ana', email: ana });
    await world.autoExport();
    await forget(world, ana);

    const { skipped } = await world.autoExport({ allowLarge: true });
    await world.sync({ allowLarge: true });

    expect(skipped).toEqual({ forgotten: 1 });
    expect(await world.mailchimp.member(ana)).toBeNull();
    expect(await world.odoo.contacts(ana)).toEqual([]);
    expect(bytesOf(world)).not.toContain(ana);
  });

  it('B57: is brought back by no event that comes late, and the inbox keeps no address', async () => {
    await using world = await openWorld(odoo);
    const ana = anAddress();
    await world.mailchimp.has({ email_address: ana, status: 'subscribed' });
    await world.fetch();
    await using desk = await openEventDesk(world);
    await world.mailchimp.persona(ana, 'profile', { merge_fields: { FNAME: 'Eva' } });
    const late = await desk.told();
    await forget(world, ana);

    await desk.take(...late);
    const outcomes = await desk.work();

    expect(outcomes).toEqual(['profile: forgotten']);
    expect(await world.odoo.contacts(ana)).toEqual([]);
    expect(await world.bridge.listEvents({ state: null })).toMatchObject([
      { email: null, outcome: 'forgotten' },
    ]);
  });

  it('B44, B57: is shown as forgotten', async () => {
    await using world = await openWorld(odoo);
    const ana = anAddress();
    const { at } = await forget(world, ana);
    await world.odoo.hasContact({ name: 'Ana', email: ana });

    const [audience] = (await world.bridge.showContact(ana)).audiences;

    expect(Date.parse(audience?.forgotten_at ?? '')).toBeGreaterThanOrEqual(Date.parse(at));
    expect(audience?.next).toEqual([expect.stringContaining('forgotten by forget')]);
  });
}

function newSignUp(odoo: TestOdoo): void {
  it('B57: who signs up themselves later is a new person', async () => {
    await using world = await openWorld(odoo);
    const ana = anAddress();
    await world.mailchimp.has({ email_address: ana, status: 'unsubscribed' });
    await world.fetch();
    await forget(world, ana);
    world.mailchimp.wait(60);
    await world.mailchimp.persona(ana, 'subscribe', { merge_fields: { FNAME: 'Ana', LNAME: 'Sousa' } });

    const run = await world.fetch();
    const exported = await world.exportContacts();

    expect(run).toMatchObject({ totals: { created: 1 }, skipped: {} });
    expect(exported).toMatchObject({ skipped: {}, totals: { failed: 0 } });
    expect(await world.odoo.contact(ana)).toMatchObject({ optOut: false });
    expect(await world.mailchimp.member(ana)).toMatchObject({ status: 'subscribed' });
  });

  it('B57: and can be forgotten again', async () => {
    await using world = await openWorld(odoo);
    const ana = anAddress();
    await world.mailchimp.has({ email_address: ana, status: 'subscribed' });
    await forget(world, ana);
    world.mailchimp.wait(60);
    await world.mailchimp.persona(ana, 'subscribe');
    await world.fetch();

    await forget(world, ana);
    await everything(world);

    expect(await world.mailchimp.member(ana)).toBeNull();
    expect(await world.odoo.contacts(ana)).toEqual([]);
  });
}

function halfWay(odoo: TestOdoo): void {
  it('B41, B57: is passed over while MailChimp is away, and the next call goes on', async () => {
    await using taps = await bothTaps();
    await using world = await openWorld(odoo, { taps, clock: withoutPauses });
    const ana = anAddress();
    await world.odoo.hasContact({ name: 'Ana', email: ana });
    await world.exportContacts();
    await taps.mailchimp.cut();

    const { report, failures } = await world.bridge.forget(ana, { dryRun: false });
    taps.mailchimp.reset();
    const run = await world.fetch({ full: true });

    expect(report.left).toMatchObject([
      { side: 'mailchimp', audience: null },
      { side: 'mailchimp', audience: world.audienceId },
    ]);
    expect(failures).toMatchObject([{ remedy: 'retry' }, { remedy: 'retry' }]);
    expect(run.skipped).toEqual({ forgotten: 1 });
    expect(await world.odoo.contacts(ana)).toEqual([]);
    expect(await forget(world, ana)).toMatchObject({ left: [] });
    expect(await world.mailchimp.member(ana)).toBeNull();
  });

  it('B57: is named as left when Odoo refuses, and everyone else’s contact goes', async () => {
    await using world = await openWorld(odoo);
    const ana = anAddress();
    const [held, free] = await world.odoo.hasContacts(
      { name: `Held ${ana}`, email: ana },
      { name: 'Ana', email: ana },
    );
    const rule = await holdContact(world, `Held ${ana}`);

    const { report, failures } = await world.bridge.forget(ana, { dryRun: false });
    await world.odoo.call('ir.rule', 'unlink', { ids: [rule] });
    const again = await forget(world, ana);

    expect(report.left).toMatchObject([{ model: 'mailing.contact', id: held }]);
    expect(report.removed).toContainEqual(expect.objectContaining({ model: 'mailing.contact', id: free }));
    expect(failures).toMatchObject([{ code: 'odoo.access' }]);
    expect(again).toMatchObject({ left: [] });
    expect(await world.odoo.contacts(ana)).toEqual([]);
  });
}

function shared(odoo: TestOdoo): void {
  it('B25, B57: leaves a field that several share, and nobody who shares it is mailed after an opt-out', async () => {
    await using world = await openWorld(odoo);
    const [ana, bo] = [anAddress(), anAddress()];
    await world.odoo.hasContact({ name: 'Ana', email: ana, optOut: true });
    const couple = await world.odoo.hasContact({ name: 'Ana and Bo', email: `${ana}, ${bo}` });

    const report = await forget(world, ana);

    expect(report.kept).toMatchObject([{ model: 'mailing.contact', id: couple, reason: 'shared' }]);
    const { subscriptionModel } = world.odoo.session.capabilities;
    const rows = await world.odoo.search(subscriptionModel, [['contact_id', '=', couple]], ['opt_out']);
    expect(rows).toMatchObject([{ opt_out: true }]);
  });
}

/** Nobody may delete contacts of this name. @returns the rule */
async function holdContact(world: World, name: string): Promise<number> {
  const [model] = await world.odoo.search('ir.model', [['model', '=', 'mailing.contact']], ['id']);
  return world.odoo.create('ir.rule', {
    name: 'hold a contact',
    model_id: model?.id,
    domain_force: `[('name', '!=', '${name}')]`,
    ...{ perm_read: false, perm_write: false, perm_create: false, perm_unlink: true },
  });
}

/** Whoever is away is not waited for. */
const withoutPauses: Clock = {
  ...systemClock,
  sleep(_ms, signal) {
    signal?.throwIfAborted();
    return systemClock.sleep(0, signal);
  },
};
