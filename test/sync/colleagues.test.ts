import { describe, expect, it } from '@jest/globals';
import { AddonOdoo } from '../addon/addon-odoo.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openWorld, type World } from '../support/world/open-world.js';
import { asReadmeUser } from '../support/world/readme-user.js';

interface Crowd {
  colleagues: string[];
  portal: string;
  customer: string;
}

let crowds = 0;

/** Internal users, one of the portal and an ordinary customer; all of them are members with a tag. */
async function crowd(odoo: TestOdoo, world: World, { colleagues: size = 1 } = {}): Promise<Crowd> {
  crowds += 1;
  const admin = await AddonOdoo.connect(odoo);
  const logins = Array.from({ length: size }, (_, index) => `colleague${crowds}x${index}`);
  for (const login of logins) await admin.user(login, 'base.group_user');
  await admin.user(`portal${crowds}`, 'base.group_portal');
  await admin.close();
  const customer = `customer${crowds}@shop-farm.com`;
  await world.odoo.create('res.partner', { name: 'Ana Sousa', email: customer });
  const address = (login: string) => `${login}@example.com`;
  const people = { colleagues: logins.map(address), portal: address(`portal${crowds}`), customer };
  const members = [...people.colleagues, people.portal, customer];
  await world.mailchimp.has(
    ...members.map((email_address) => ({ email_address, status: 'subscribed', tags: ['Press'] })),
  );
  return people;
}

async function tagsOf(world: World, email: string): Promise<number> {
  const [partner] = await world.odoo.customers(email);
  return (partner?.category_id as number[]).length;
}

function colleagues(odoo: TestOdoo): void {
  it('B59: a colleague is one failed record, and everybody else gets the tag', async () => {
    await using world = await openWorld(await asReadmeUser(odoo, 'bridge1'));
    const people = await crowd(odoo, world);

    const run = await world.sync();

    const [colleague = ''] = people.colleagues;
    expect(run.failures).toMatchObject([
      { model: 'mailing.contact', email: colleague, code: 'odoo.access', description: expect.any(String) },
    ]);
    expect(run.totals).toMatchObject({ created: 2, failed: 1 });
    expect([await tagsOf(world, people.customer), await tagsOf(world, people.portal)]).toEqual([1, 1]);
    expect(await tagsOf(world, colleague)).toBe(0);
    expect(await world.odoo.contact(colleague)).toMatchObject({ optOut: false, tags: ['Press'] });
  });

  it('B59: a colleague’s opt-out arrives all the same, on either side', async () => {
    await using world = await openWorld(await asReadmeUser(odoo, 'bridge2'));
    const { colleagues: both } = await crowd(odoo, world, { colleagues: 2 });
    const [leaves = '', left = ''] = both;
    await world.sync();
    await world.mailchimp.persona(leaves, 'unsubscribe');
    await world.odoo.setOptOut(left, true);

    const run = await world.sync();

    expect(run.failures.map(({ code }) => code)).toEqual(expect.not.arrayContaining(['limits.exceeded']));
    expect(await world.odoo.contact(leaves)).toMatchObject({ optOut: true });
    expect(await world.mailchimp.member(left)).toMatchObject({ status: 'unsubscribed' });
  });

  it('B59: many colleagues cost no customer the tag, and no call for each of them', async () => {
    await using world = await openWorld(await asReadmeUser(odoo, 'bridge3'));
    const people = await crowd(odoo, world, { colleagues: 20 });

    const run = await world.sync();

    expect(run.failures.map(({ email }) => email).sort()).toEqual([...people.colleagues].sort());
    expect(run.api_calls.odoo).toBeLessThan(70);
    expect([await tagsOf(world, people.customer), await tagsOf(world, people.portal)]).toEqual([1, 1]);
  });
}

function rules(odoo: TestOdoo): void {
  it('B59: a contact that a rule closes is one failed record, and all others are done', async () => {
    await using world = await openWorld(await asReadmeUser(odoo, 'bridge4'), {
      member_options: { override_contact_name: true },
    });
    const [closed, open] = ['closed@ruled-farm.com', 'open@ruled-farm.com'];
    const ids = await world.odoo.hasContacts({ name: 'Ana', email: closed }, { name: 'Rui', email: open });
    const merge_fields = { FNAME: 'Eva', LNAME: 'Costa' };
    const members = [closed, open].map((email_address) => ({
      email_address,
      status: 'subscribed',
      merge_fields,
    }));
    await world.mailchimp.has(...members);
    await using rule = await world.odoo.allowsOnly('mailing.contact', `[('id', '!=', ${ids[0]})]`, 'write');

    const run = await world.fetch();

    expect({ rule, failures: run.failures }).toMatchObject({
      failures: [{ email: closed, id: ids[0], code: 'odoo.access' }],
    });
    expect([await world.odoo.contact(closed), await world.odoo.contact(open)]).toMatchObject([
      { name: 'Ana' },
      { name: 'Eva Costa' },
    ]);
  });

  it('B59: a tag that a rule forbids fails who should have it, and nobody else', async () => {
    await using world = await openWorld(await asReadmeUser(odoo, 'bridge5'));
    const [one, other] = ['one@tags-farm.com', 'other@tags-farm.com'];
    await world.mailchimp.has(
      { email_address: one, status: 'subscribed', tags: ['Forbidden', 'Fine'] },
      { email_address: other, status: 'subscribed', tags: ['Fine'] },
    );
    const domain = "[('name', '!=', 'Forbidden')]";
    await using rule = await world.odoo.allowsOnly('res.partner.category', domain, 'create');

    const { failures } = await world.fetch();

    expect({ rule, failures }).toMatchObject({ failures: [{ email: one, code: 'odoo.access' }] });
    expect(await world.odoo.contact(one)).toMatchObject({ tags: ['Fine'], optOut: false });
    expect(await world.odoo.contact(other)).toMatchObject({ tags: ['Fine'], optOut: false });
  });

  it('B59, B33: a contact that may not be deleted is told, stays, and is tried again', async () => {
    await using world = await openWorld(await asReadmeUser(odoo, 'bridge6'));
    const [kept, gone] = ['kept@gone-farm.com', 'gone@gone-farm.com'];
    await world.mailchimp.has(
      ...[kept, gone].map((email_address) => ({ email_address, status: 'subscribed' })),
    );
    await world.sync();
    const { id } = (await world.odoo.contact(kept)) ?? { id: 0 };
    for (const email of [kept, gone]) await world.mailchimp.persona(email, 'delete_permanent');
    const rule = await world.odoo.allowsOnly('mailing.contact', `[('id', '!=', ${id})]`, 'unlink');

    const run = await world.sync({ allowLarge: true });
    await rule[Symbol.asyncDispose]();
    const still = await world.odoo.contact(kept);
    const again = await world.sync({ allowLarge: true });

    expect(run.failures).toMatchObject([{ email: kept, code: 'odoo.access' }]);
    expect([still?.id, await world.odoo.contact(gone)]).toEqual([id, null]);
    expect(again.failures).toEqual([]);
    expect(await world.odoo.contact(kept)).toBeNull();
  });
}

function lacking(odoo: TestOdoo): void {
  it('B59: a right that the user lacks altogether is a matter of configuration', async () => {
    const admin = await AddonOdoo.connect(odoo);
    const marketer = await admin.user('marketer7', 'mass_mailing.group_mass_mailing_user');
    await admin.close();
    const { url, database, version, session } = odoo;
    await using world = await openWorld({ url, database, version, session, ...marketer });
    const email = 'ordinary@right-farm.com';
    await world.odoo.create('res.partner', { name: 'Ana', email });
    await world.mailchimp.has({ email_address: email, status: 'subscribed', tags: [await aTag(world)] });

    const end = world.sync();

    await expect(end).rejects.toMatchObject({
      code: 'odoo.access',
      hint: expect.stringContaining('Contact Creation'),
    });
  });
}

async function aTag(world: World): Promise<string> {
  const name = `Known ${world.audienceId}`;
  await world.odoo.tag(name);
  return name;
}

describeOdoo('rights', (odoo) => {
  describe('on partners of users', () => colleagues(odoo));
  describe('by record rules', () => rules(odoo));
  describe('of a model', () => lacking(odoo));
});
