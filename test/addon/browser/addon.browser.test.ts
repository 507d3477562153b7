import { beforeAll, expect, it } from '@jest/globals';
import { describeAddon, type TestOdoo } from '../../support/staging/describe-odoo.js';
import { useBrowser, withBrowser } from '../../support/browser/chromium.js';
import { parseDomainText } from '../../../src/odoo/records/domain-text.js';
import { OdooBrowser } from './odoo-browser.js';
import { Stage } from './stage.js';

const minute = 60_000;

withBrowser('The addon in a browser', (title) => {
  describeAddon(title, (server) => {
    const onPage = useBrowser({ width: 1280, height: 640 });
    let number = 0;

    // The first page on a new database makes Odoo build its scripts: no case is to wait for that.
    beforeAll(
      () => onPage((page) => new OdooBrowser(server, page).logIn({ username: 'admin', password: 'admin' })),
      5 * minute,
    );

    const inBrowser: InBrowser = (name, run, groups) => {
      number += 1;
      const own = { server, number, groups };
      it(name, () => onPage((page) => Stage.with({ ...own, page }, run)), 2 * minute);
    };

    menus(inBrowser, server);
    customers(inBrowser, server);
    contacts(inBrowser);
    audiences(inBrowser);
    rules(inBrowser);
    logs(inBrowser);
    others(inBrowser);
  });
});

/** @param groups of the user who is logged in; those of somebody in marketing when not given */
type InBrowser = (name: string, run: (stage: Stage) => Promise<void>, groups?: readonly string[]) => void;

function menus(inBrowser: InBrowser, server: TestOdoo): void {
  inBrowser('B37: has its entries in the menu of Email Marketing', async ({ browser, ...stage }) => {
    await browser.openWindow(await stage.admin.ref('__odoo_mailchimp__.window_audiences'));
    if (server.version === 14) await browser.page.locator('.o_menu_apps a.full').click();
    else await browser.page.locator('.o_navbar_apps_menu button').click();
    await browser.page.getByText('Email Marketing', { exact: true }).last().click();
    await browser.page.locator('.o_menu_sections').getByText('MailChimp', { exact: true }).click();

    for (const entry of ['Accounts', 'Lists/Audiences', 'Logs', 'Jobs'])
      await browser.page.getByText(entry, { exact: true }).first().waitFor();
    await browser.picture('menu');
  });
}

function customers(inBrowser: InBrowser, server: TestOdoo): void {
  inBrowser('B38: exports a customer, tells what became of it, and fills the tab', async (stage) => {
    const { browser, world } = stage;
    const ana = await stage.customer('Ana');
    await browser.openRecord('res.partner', ana);
    await browser.openActions();
    await stage.see('Update to MailChimp');
    await browser.picture('actions', [14, 19]);
    await stage.exportCustomers();

    const done = await world.bridge.pollJobs();

    await browser.notification('1 created.').waitFor();
    await browser.picture('notification');
    expect(done).toBe(1);
    expect(await stage.statusInMailchimp(stage.email('ana'))).toBe('subscribed');
    expect(await stage.tab(ana)).toEqual([expect.stringMatching(/Acme News.*Subscribed/su)]);
    await browser.picture('customer', [14, 19]);
  });

  inBrowser('B38: exports 50 customers chosen in the list', async (stage) => {
    const { browser, world } = stage;
    const rows = Array.from({ length: 50 }, (_, index) => ({
      name: `Many ${index}`,
      email: stage.email(`Many ${index}`),
    }));
    const ids = await world.odoo.createAll('res.partner', rows);
    const window = await stage.admin.createOne('ir.actions.act_window', {
      ...{ name: 'Chosen', res_model: 'res.partner', domain: `[('id', 'in', [${ids.join(', ')}])]` },
      view_mode: server.version === 14 ? 'tree' : 'list',
    });
    await browser.openWindow(window);
    await browser.rows().nth(49).waitFor();
    await browser.selectAllRows();
    await browser.openActions();
    await stage.exportCustomers();

    await world.bridge.pollJobs();

    await browser.notification('50 created.').waitFor();
    expect(await stage.statusInMailchimp(stage.email('Many 0'))).toBe('subscribed');
    expect(await stage.statusInMailchimp(stage.email('Many 49'))).toBe('subscribed');
    expect(await stage.addon.status(stage.email('Many 49'))).toBe('subscribed');
  });

  inBrowser('B25: shows on the tab, loaded anew, that somebody unsubscribed in MailChimp', async (stage) => {
    const { world } = stage;
    const eva = await stage.customer('Eva');
    await world.exportContacts({
      ...{ model: 'res.partner', selection: { by: 'ids', ids: [eva] }, audiences: [world.audienceId] },
    });
    const before = await stage.tab(eva);
    await world.mailchimp.persona(stage.email('eva'), 'unsubscribe', { source: 'user' });

    await world.sync();

    expect(before).toEqual([expect.stringContaining('Subscribed')]);
    expect(await stage.tab(eva)).toEqual([expect.stringContaining('Unsubscribed')]);
    const optedOut = stage.browser.page.locator('[name=x_mailchimp_subscription_ids] input[type=checkbox]');
    expect(await optedOut.first().isChecked()).toBe(true);
  });
}

function contacts(inBrowser: InBrowser): void {
  inBrowser(
    'B37, B38: exports a mailing contact, and shows status and dates in its subscriptions',
    async (stage) => {
      const { browser, world } = stage;
      const bruno = await stage.contact('Bruno');
      await browser.openRecord('mailing.contact', bruno);
      await browser.chooseAction('Export to MailChimp');
      await browser.notification('Handed over').waitFor();

      await world.bridge.pollJobs();

      await browser.notification('1 created.').waitFor();
      expect(await stage.statusInMailchimp(stage.email('bruno'))).toBe('subscribed');
      await browser.openRecord('mailing.contact', bruno);
      for (const column of ['Status (MailChimp)', 'Opt Out', 'Unsubscription Date', 'Subscribed On'])
        await stage.see(column);
      await stage.see('Subscribed');
      await browser.picture('contact');
    },
  );

  inBrowser('B38: updates a mailing contact, without a question', async (stage) => {
    const { browser, world } = stage;
    const carla = await stage.contact('Carla');
    await world.exportContacts({ selection: { by: 'ids', ids: [carla] } });
    await world.odoo.write('mailing.contact', [carla], { name: 'Clara' });
    await browser.openRecord('mailing.contact', carla);
    await browser.chooseAction('Update to MailChimp');
    await browser.notification('Handed over').waitFor();

    await world.bridge.pollJobs();

    await browser.notification('1 updated.').waitFor();
    expect((await world.mailchimp.member(stage.email('carla')))?.merge_fields.FNAME).toBe('Clara');
  });

  inBrowser('B18: filters the contacts that are pending for export', async (stage) => {
    const { browser, world } = stage;
    await stage.contact('Exported');
    await world.exportContacts({ selection: { by: 'emails', emails: [stage.email('exported')] } });
    await stage.contact('Waiting');
    await world.odoo.create('mailing.contact', { name: 'Nowhere', email: stage.email('nowhere') });
    await browser.openWindow(await stage.window('mass_mailing.action_view_mass_mailing_contacts'));
    await browser.searchFor(stage.domain, 'Email');
    await browser.rows().nth(2).waitFor();

    await browser.chooseFilter('Pending for Export');
    await browser.rows().nth(1).waitFor({ state: 'detached' });

    expect(await browser.rows().allTextContents()).toEqual([expect.stringContaining('Waiting')]);
    await browser.picture('pending');
  });

  inBrowser("B22: shows MailChimp's error, keeps the job, and tries it again", async (stage) => {
    const { browser, world } = stage;
    const fake = await stage.contact('Davi', stage.email('test'));
    await browser.openRecord('mailing.contact', fake);
    await browser.chooseAction('Export to MailChimp');
    await browser.notification('Handed over').waitFor();
    await world.bridge.pollJobs();
    await browser.notification('please enter a real email address').waitFor();
    await browser.picture('error', [14, 19]);
    const job = await stage.only('x_mailchimp_job');
    await browser.openRecord('x_mailchimp_job', job);
    await browser.picture('job');
    await world.odoo.write('mailing.contact', [fake], { email: stage.email('davi') });
    await browser.page.locator('button', { hasText: 'Try Again' }).click();
    await browser.page.locator('button', { hasText: 'Try Again' }).waitFor({ state: 'hidden' });

    await world.bridge.pollJobs();

    await browser.notification('1 created.').waitFor();
    expect(await stage.statusInMailchimp(stage.email('davi'))).toBe('subscribed');
    expect(await stage.admin.read('x_mailchimp_job', job, ['x_state', 'x_attempts'])).toMatchObject({
      ...{ x_state: 'done', x_attempts: 2 },
    });
  });
}

function audiences(inBrowser: InBrowser): void {
  inBrowser('B39: fetches members, and its counters open the contacts', async (stage) => {
    const { browser, world, addon } = stage;
    await world.mailchimp.has(
      { email_address: stage.email('bounced'), status: 'cleaned' },
      { email_address: stage.email('new'), status: 'subscribed' },
    );
    const { id } = await addon.audience(['id']);
    await browser.openRecord('x_mailchimp_audience', id);
    await stage.see('Auto Export Contact?');
    await browser.page.locator('button', { hasText: 'Fetch Members' }).click();
    await browser.notification('Handed over').waitFor();

    await world.bridge.pollJobs();

    await browser.notification('2 created').waitFor();
    await browser.openRecord('x_mailchimp_audience', id);
    await browser.picture('audience');
    const button = browser.page.locator('.oe_stat_button', { hasText: 'Cleaned' }).first();
    expect(await button.textContent()).toContain('1');
    await button.click();
    await browser.rows().first().waitFor();
    expect(await browser.rows().allTextContents()).toEqual([expect.stringContaining(stage.email('bounced'))]);
  });
}

function rules(inBrowser: InBrowser): void {
  inBrowser(
    'B39: the filter of the auto-export is built by clicking, one rule or for everybody',
    async (stage) => {
      const { browser, world, addon } = stage;
      const { id } = await addon.audience(['id']);
      await browser.openRecord('x_mailchimp_audience', id);
      await stage.see('Without a filter nothing is exported. For everybody, add a rule and delete it again.');
      await browser.edit();
      await browser.addRule('x_auto_export_domain');
      await browser.save();

      const filter = async () =>
        parseDomainText(String((await addon.audience(['x_auto_export_domain'])).x_auto_export_domain));
      const oneRule = await filter();
      await browser.edit();
      await browser.removeRule('x_auto_export_domain');
      await browser.save();

      expect(oneRule).toHaveLength(1);
      expect(await filter()).toEqual([]);
      await world.odoo.write('x_mailchimp_audience', [id], { x_auto_export_domain: false });
    },
  );

  inBrowser(
    'B39: a rule of the account file is shown, locked, and says where it is changed',
    async (stage) => {
      const { browser, world, addon } = stage;
      const rule = { enabled: true, model: 'res.partner', domain: [['email', 'ilike', 'nobody.example']] };
      await world.reopen({ auto_export: rule });
      await world.bridge.fetchAudiences({ dryRun: false });
      const { id } = await addon.audience(['id']);
      await browser.openRecord('x_mailchimp_audience', id);
      await browser.edit();

      const canBeChanged = await browser.canBeChanged('x_auto_export', 'x_auto_export_model');

      await stage.see('The configuration file of the bridge says what is exported: change it there.');
      expect(canBeChanged).toEqual([false, false]);
      await world.reopen({});
      await world.bridge.fetchAudiences({ dryRun: false });
      await browser.openRecord('x_mailchimp_audience', id);
      await browser.edit();
      expect(await browser.canBeChanged('x_auto_export', 'x_auto_export_model')).toEqual([true, true]);
    },
  );
}

function logs(inBrowser: InBrowser): void {
  inBrowser(
    'B21, B39: the log of a scheduled run opens, and its arrow and its link lead to the contact',
    async (stage) => {
      const { browser } = stage;
      const { fake, run } = await failingRun(stage);

      expect(run.totals.failed).toBe(2);
      await browser.openRecord('x_mailchimp_log', await stage.only('x_mailchimp_log'));
      await browser.page.locator('.o_data_row').nth(1).waitFor();
      await browser.picture('log');
      await browser.page.locator('.o_data_row', { hasText: 'Fausto' }).locator('button').click();
      await stage.see('Status (MailChimp)');
      expect(await browser.valueOf('email')).toBe(stage.email('test'));
      expect(browser.page.url()).toContain(String(fake));
      await browser.openLink(await stage.linkInLog('Fausto'));
      expect(await browser.valueOf('email')).toBe(stage.email('test'));
    },
  );

  inBrowser(
    'B39: logs are found by audience, date and reason, and a graph counts by day and reason',
    async (stage) => {
      const { browser } = stage;
      await failingRun(stage);
      await browser.openWindow(await stage.window('__odoo_mailchimp__.window_logs'));

      await browser.searchFor('forgotten', 'Reason');
      await browser.searchFor(stage.audienceName, 'Audience');
      // The logs of other cases go, and this one's stays.
      await browser.rows().nth(1).waitFor({ state: 'detached' });
      const found = await browser.rows().count();
      await browser.searchFor('no such reason', 'Reason');
      await browser.rows().first().waitFor({ state: 'detached' });
      await browser.openWindow(await stage.window('__odoo_mailchimp__.window_log_lines'));
      await browser.page.locator('.o_graph_controller canvas, .o_graph_view canvas').waitFor();
      await browser.picture('log-graph');

      expect(found).toBe(1);
    },
  );
}

/** A scheduled auto-export of two contacts that MailChimp refuses. */
async function failingRun(stage: Stage) {
  const { world, addon } = stage;
  const gone = stage.email('forgotten');
  await world.mailchimp.has({ email_address: gone, status: 'subscribed' });
  await world.mailchimp.persona(gone, 'delete_permanent');
  const fake = await stage.contact('Fausto', stage.email('test'));
  const forgotten = await stage.contact('Gil', gone);
  const { id: audience } = await addon.audience(['id']);
  await world.odoo.write('x_mailchimp_audience', [audience], {
    ...{ x_auto_export: true, x_auto_export_model: 'mailing.contact' },
    x_auto_export_domain: `[('id', 'in', [${fake}, ${forgotten}])]`,
  });
  return { fake, run: await world.sync() };
}

function others(inBrowser: InBrowser): void {
  inBrowser(
    'is not there for a user without Email Marketing, whose customer form is as ever',
    async (stage) => {
      const { browser } = stage;
      const customer = await stage.customer('Hugo');
      await browser.openRecord('res.partner', customer);
      expect(await browser.valueOf('email')).toBe(stage.email('hugo'));
      await browser.openActions();

      expect(await browser.page.getByText('MailChimp').filter({ visible: true }).count()).toBe(0);
      expect(await browser.page.locator('.modal, .o_error_dialog').count()).toBe(0);
    },
    ['base.group_user', 'base.group_partner_manager'],
  );
}
