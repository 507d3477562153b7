import { expect, it } from '@jest/globals';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { asReadmeUser } from '../support/world/readme-user.js';
import { openWorld, type World } from '../support/world/open-world.js';

let companies = 0;

/** A company that only the administrator is in. */
async function aCompany(odoo: TestOdoo): Promise<number> {
  companies += 1;
  const { transport } = await odoo.session();
  const params = { vals_list: [{ name: `Company ${companies}` }] };
  const [id = 0] = (await transport.call({ model: 'res.company', method: 'create', params })) as number[];
  return id;
}

const customer = { member_options: { auto_create_customer: true } };

const email = 'hidden@company-farm.com';

async function hasHiddenCustomer(odoo: TestOdoo, world: World): Promise<void> {
  await world.odoo.create('res.partner', { name: 'Ana Sousa', email, company_id: await aCompany(odoo) });
}

/** Whatever company they are of: the administrator is in all. */
async function countCustomers({ odoo }: World, address: string): Promise<number> {
  return (await odoo.customers(address)).length;
}

describeOdoo('B60: an Odoo of several companies', (odoo) => {
  it('makes a customer where all companies show', async () => {
    await using world = await openWorld(await asReadmeUser(odoo, 'alone'), customer);
    await world.mailchimp.has({ email_address: 'first@company-farm.com', status: 'subscribed' });

    const run = await world.fetch();

    expect(run.warnings).toEqual([]);
    expect(await countCustomers(world, 'first@company-farm.com')).toBe(1);
  });

  it('makes no second customer of a company that does not show, and says so once', async () => {
    await using world = await openWorld(await asReadmeUser(odoo, 'narrow'), customer);
    await hasHiddenCustomer(odoo, world);
    await world.mailchimp.has(
      { email_address: email, status: 'subscribed' },
      { email_address: 'new@company-farm.com', status: 'subscribed' },
    );

    const run = await world.fetch();

    expect(run.warnings).toMatchObject([
      { code: 'customers_held', email: null, description: expect.stringContaining('1 of the 2 companies') },
    ]);
    expect(run.totals).toMatchObject({ created: 2, failed: 0 });
    expect([await countCustomers(world, email), await countCustomers(world, 'new@company-farm.com')]).toEqual(
      [1, 0],
    );
    expect(await world.odoo.contact(email)).toMatchObject({ optOut: false });
  });

  it('makes the others once all of them show', async () => {
    const user = await asReadmeUser(odoo, 'wide');
    const company = await aCompany(odoo);
    await using world = await openWorld(user, customer);
    await world.mailchimp.has({ email_address: 'late@company-farm.com', status: 'subscribed' });
    const held = await world.fetch();
    const all = Array.from({ length: company }, (_, index) => index + 1);
    const [own] = await world.odoo.search('res.users', [['login', '=', 'wide']], ['login']);
    await world.odoo.write('res.users', [own?.id ?? 0], { company_ids: [[6, 0, all]] });

    const run = await world.fetch({ full: true });

    expect(held.warnings).toHaveLength(1);
    expect(run.warnings).toEqual([]);
    expect(await countCustomers(world, 'late@company-farm.com')).toBe(1);
  });

  it('B60: holds them back where odoo.companies leaves one out', async () => {
    await using world = await openWorld(odoo, { ...customer, odoo: { companies: [1] } });
    await aCompany(odoo);
    await world.mailchimp.has({ email_address: 'left.out@company-farm.com', status: 'subscribed' });

    const run = await world.fetch();

    expect(run.warnings).toMatchObject([{ code: 'customers_held' }]);
    expect(await countCustomers(world, 'left.out@company-farm.com')).toBe(0);
  });
});
