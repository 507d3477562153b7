import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { failure } from '../odoo/contract/failure.js';
import { describeAddon } from '../support/staging/describe-odoo.js';
import { AddonWorld } from './addon-world.js';

const hidden = [
  'x_mailchimp_account',
  'x_mailchimp_audience',
  'x_mailchimp_log',
  'x_mailchimp_log_line',
  'x_mailchimp_job',
  'x_mailchimp_export_wizard',
];

describeAddon('Rights on the addon', (server) => {
  let world: AddonWorld;

  beforeAll(async () => {
    world = await AddonWorld.open(server);
  }, 300_000);
  afterAll(() => world.close());

  it.each(hidden)('an employee may not read %s', async (model) => {
    const error = await failure(world.employee.search(model, [], ['x_name']));

    expect(error.code).toBe('odoo.access');
  });

  it('an Email Marketing user reads it, and can forge neither a job nor a log', async () => {
    for (const model of hidden) await world.marketer.search(model, [], ['x_name']);
    const jobs = failure(world.marketer.create('x_mailchimp_job', { x_name: 'forged' }));
    const logs = failure(world.marketer.create('x_mailchimp_log', { x_name: 'forged' }));

    expect([(await jobs).code, (await logs).code]).toEqual(['odoo.access', 'odoo.access']);
  });

  it('an Email Marketing user may say what an audience exports by itself', async () => {
    await world.marketer.write('x_mailchimp_audience', [world.ids.audience], { x_auto_export: true });

    const audience = await world.admin.read('x_mailchimp_audience', world.ids.audience, ['x_auto_export']);
    expect(audience.x_auto_export).toBe(true);
  });

  describe('the tab MailChimp List of a customer', () => {
    it('is in the form of an Email Marketing user only', async () => {
      expect((await world.marketer.loadViews('res.partner')).shown).toContain('MailChimp List');
      expect((await world.employee.loadViews('res.partner')).shown).not.toContain('MailChimp List');
    });

    it('shows nobody else what a customer is subscribed to, by no way', async () => {
      const customer = await world.customer('Tabitha');
      const contact = await world.contact('Tabitha', world.ids.mailingList, world.ids.otherList);
      const field = 'x_mailchimp_subscription_ids';

      const seen = await world.marketer.read('res.partner', customer, [field]);
      const hiddenRow = await world.employee.read('res.partner', customer, [field]);

      expect(seen[field]).toEqual([await world.subscription(contact)]);
      expect(hiddenRow[field]).toEqual([]);
    });
  });

  it('the menus are those of Email Marketing users', async () => {
    expect(await world.marketer.menus()).toContain('Lists/Audiences');
    expect(await world.employee.menus()).not.toContain('Lists/Audiences');
  });

  it('the entries of the Action menu are those of Email Marketing users', async () => {
    expect((await world.marketer.loadViews('res.partner')).actions).toContain('Export to MailChimp');
    expect((await world.employee.loadViews('res.partner')).actions).not.toContain('Export to MailChimp');
  });

  it('an employee may run none of the actions', async () => {
    const customer = await world.customer('Norun');
    for (const name of ['export_customers', 'update_customers', 'claim_jobs', 'finish_job']) {
      const action = await world.action(name);
      const error = await failure(world.employee.runAction(action, 'res.partner', [customer]));

      expect(error.code).toBe('odoo.access');
    }
  });

  it("an Email Marketing user may not run the bridge's actions", async () => {
    const error = await failure(
      world.marketer.runAction(await world.action('claim_jobs'), 'x_mailchimp_job', []),
    );

    expect(error.code).toBe('odoo.access');
  });
});
