import { expect, it } from '@jest/globals';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openWorld, type World } from '../support/world/open-world.js';

/** Calls that started no automation, and all calls that might have, by route. */
async function told({ mailchimp }: World): Promise<{ quiet: number; all: number }> {
  const { is_syncing: syncing, by_route: routes } = (await mailchimp.control('GET', '/requests')) as {
    is_syncing: Record<string, number>;
    by_route: Record<string, number>;
  };
  const starts = /^(POST \/lists\/:\w+|PUT .*|POST .*\/tags)$/u;
  const sum = (counts: Record<string, number>) =>
    Object.entries(counts).reduce((total, [route, count]) => (starts.test(route) ? total + count : total), 0);
  return { quiet: sum(syncing), all: sum(routes) };
}

async function sinceNow(world: World, work: () => Promise<unknown>) {
  await world.mailchimp.control('DELETE', '/requests');
  await work();
  return told(world);
}

let scenes = 0;

/** @returns its address */
async function hasContact(world: World): Promise<string> {
  scenes += 1;
  const email = `ana${scenes}@quiet-farm.com`;
  await world.odoo.hasContact({ name: 'Ana', email, tags: ['Press'] });
  return email;
}

function exportsOf(odoo: TestOdoo): void {
  it('B62: the first export of all starts no automation, and the next one does', async () => {
    await using world = await openWorld(odoo);
    await Promise.all([hasContact(world), hasContact(world), hasContact(world)]);

    const first = await sinceNow(world, () => world.exportContacts());
    await hasContact(world);
    const next = await sinceNow(world, () => world.exportContacts());

    expect(first).toEqual({ quiet: 1, all: 1 });
    expect(next).toEqual({ quiet: 0, all: 1 });
  });

  it('B62: nor for a single one, nor for the first tags of those who are members already', async () => {
    await using world = await openWorld(odoo);
    const email = await hasContact(world);
    await world.mailchimp.has({ email_address: email, status: 'subscribed' });

    const first = await sinceNow(world, () => world.exportContacts());

    const member = await world.mailchimp.member(email);
    expect(member?.tags).toMatchObject([{ name: 'Press' }]);
    expect(first).toEqual({ quiet: 1, all: 1 });
  });

  it('B62: one who is named is greeted, whatever was exported before', async () => {
    await using world = await openWorld(odoo);
    const email = await hasContact(world);

    const named = await sinceNow(world, () =>
      world.exportContacts({ selection: { by: 'emails', emails: [email] } }),
    );

    expect(named).toEqual({ quiet: 0, all: 1 });
  });

  it('B62: a bridge that has forgotten everything catches up quietly', async () => {
    await using world = await openWorld(odoo);
    await hasContact(world);
    await world.exportContacts();
    await world.forget();
    await hasContact(world);

    const again = await sinceNow(world, () => world.exportContacts());

    expect(again.quiet).toBe(again.all);
    expect(again.all).toBeGreaterThan(0);
  });
}

function rules(odoo: TestOdoo): void {
  it('B62: a rule is quiet the first time, and not for who comes later', async () => {
    const domain = [['email', 'like', 'ruled-farm.com']];
    const auto_export = { enabled: true, model: 'res.partner', domain };
    await using world = await openWorld(odoo, { audience: { auto_export } });
    await world.odoo.create('res.partner', { name: 'Ana', email: 'ana@ruled-farm.com' });

    const first = await sinceNow(world, () => world.sync());
    await world.odoo.create('res.partner', { name: 'Rui', email: 'rui@ruled-farm.com' });
    const later = await sinceNow(world, () => world.sync());

    expect(first).toEqual({ quiet: 1, all: 1 });
    expect(later).toEqual({ quiet: 0, all: 1 });
  });

  it('B62: a rule that has nobody at first greets who comes later', async () => {
    const domain = [['email', 'like', 'late-farm.com']];
    const auto_export = { enabled: true, model: 'res.partner', domain };
    await using world = await openWorld(odoo, { audience: { auto_export } });
    await world.sync();
    await world.odoo.create('res.partner', { name: 'Rui', email: 'rui@late-farm.com' });

    const later = await sinceNow(world, () => world.sync());

    expect(later).toEqual({ quiet: 0, all: 1 });
  });
}

describeOdoo('automations of MailChimp', (odoo) => {
  exportsOf(odoo);
  rules(odoo);
});
