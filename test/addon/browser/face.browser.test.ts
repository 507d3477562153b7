import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { claimJobs } from '../../../src/addon/jobs/claim-jobs.js';
import { describeOutcome } from '../../../src/addon/jobs/describe-outcome.js';
import { finishJob } from '../../../src/addon/jobs/finish-job.js';
import type { Job, JobOutcome } from '../../../src/addon/jobs/job.js';
import { appendLog } from '../../../src/addon/writers/append-log.js';
import { writeMemberStatuses } from '../../../src/addon/writers/write-member-statuses.js';
import { systemClock } from '../../../src/support/clock.js';
import { describeOdoo } from '../../support/staging/describe-odoo.js';
import { accountKey, audienceId, FaceWorld } from '../face-world.js';
import { hasBrowser, OdooBrowser } from './odoo-browser.js';

const admin = { username: 'admin', password: 'admin' };
const minute = 60_000;

describeOdoo(
  hasBrowser ? 'The face in a browser' : 'The face in a browser: NOT RUN, no chromium',
  (server) => {
    let world: FaceWorld;
    let browser: OdooBrowser;
    let ana: { customer: number; contact: number };

    beforeAll(async () => {
      if (!hasBrowser) return;
      world = await FaceWorld.open(server);
      const { mailingList, otherList } = world.ids;
      ana = { customer: await world.customer('Ana'), contact: await world.contact('Ana', mailingList) };
      await world.contact('Bruno', mailingList);
      await world.contact('Carla', otherList);
      await writeMemberStatuses(world.bridge.session, mailingList, [
        {
          ...{ contactId: ana.contact, status: 'subscribed' },
          ...{ subscribedAt: '2024-05-06 07:08:09', pushedAt: '2025-01-02 10:00:00' },
        },
      ]);
      browser = await OdooBrowser.open(server);
      await browser.logIn(admin);
    }, 5 * minute);
    afterAll(async () => {
      if (!hasBrowser) return;
      await browser.close();
      await world.close();
    });

    const inBrowser = (name: string, run: () => Promise<void>) =>
      it(name, async () => (hasBrowser ? run() : undefined), 2 * minute);
    const see = (text: string) => browser.page.getByText(text, { exact: true }).first().waitFor();

    /** What the bridge does, in a line. */
    async function bridgeWorks(outcome: JobOutcome): Promise<Job> {
      const request = { account: accountKey, holder: 'bridge:1', leaseMs: minute, limit: 1 };
      const [job] = await claimJobs(world.bridge.transport, request, { clock: systemClock });
      if (job === undefined) throw new Error('no job');
      await finishJob(world.bridge.transport, job, outcome);
      return job;
    }
    const outcome = (
      created: number,
      failures: { name: string; email: string; description: string }[] = [],
    ) =>
      describeOutcome([
        {
          totals: { created, updated: 0, unchanged: 0, skipped: 0, failed: failures.length },
          ...{ failures, skipped: {} },
        },
      ]);

    inBrowser('B37: has its entries in the menu of Email Marketing', async () => {
      await browser.openWindow(await world.admin.ref('__odoo_mailchimp__.window_audiences'));
      if (server.version === 14) await browser.page.locator('.o_menu_apps a.full').click();
      else await browser.page.locator('.o_navbar_apps_menu button').click();
      await browser.page.getByText('Email Marketing', { exact: true }).last().click();
      await browser.page.locator('.o_menu_sections').getByText('MailChimp', { exact: true }).click();

      for (const entry of ['Accounts', 'Lists/Audiences', 'Logs', 'Jobs']) await see(entry);
      await browser.picture('menu');
    });

    inBrowser('B37: shows a customer on the tab MailChimp List', async () => {
      await browser.openRecord('res.partner', ana.customer);
      await browser.page.getByRole('tab', { name: 'MailChimp List' }).click();

      const row = browser.page.locator('[name=x_mailchimp_subscription_ids] .o_data_row');
      await row.waitFor();
      expect(await row.textContent()).toContain('Newsletter');
      expect(await row.textContent()).toContain('Subscribed');
      await browser.picture('customer', [14, 19]);
    });

    inBrowser("B37: has MailChimp's status and dates in a contact's subscriptions", async () => {
      await browser.openRecord('mailing.contact', ana.contact);

      for (const column of ['Status (MailChimp)', 'Opt Out', 'Unsubscription Date']) await see(column);
      await see('Subscribed On');
      await see('Subscribed');
      await browser.picture('contact');
    });

    inBrowser('B18: filters the contacts that are pending for export', async () => {
      await browser.openWindow(await world.admin.ref('mass_mailing.action_view_mass_mailing_contacts'));
      const all = browser.rows();
      await all.nth(2).waitFor();

      await browser.chooseFilter('Pending for Export');
      await all.nth(1).waitFor({ state: 'detached' });

      expect(await all.allTextContents()).toEqual([expect.stringContaining('Bruno')]);
      await browser.picture('pending');
    });

    inBrowser('B38: exports a customer, and shows what became of it', async () => {
      await browser.openRecord('res.partner', ana.customer);
      await browser.openActions();
      await see('Update to MailChimp');
      await browser.picture('actions', [14, 19]);
      await browser.page.getByText('Export to MailChimp', { exact: true }).click();
      await browser.chooseTag('x_audience_ids', 'Newsletter');
      await browser.picture('wizard');
      await browser.page.locator('.modal button', { hasText: 'Export' }).click();
      await browser.notification('Handed over').waitFor();
      await browser.page.locator('.modal').waitFor({ state: 'detached' });

      const job = await bridgeWorks(outcome(1));

      expect(job).toMatchObject({ recordIds: [ana.customer], audienceIds: [audienceId] });
      await browser.notification('1 created.').waitFor();
      await browser.picture('notification');
    });

    inBrowser('B38: exports many customers chosen in the list', async () => {
      const customers = await Promise.all(
        Array.from({ length: 50 }, (_, index) => world.customer(`Many ${index}`)),
      );
      const window = await world.admin.createOne('ir.actions.act_window', {
        ...{ name: 'Chosen', res_model: 'res.partner', domain: `[('id', 'in', [${customers.join(', ')}])]` },
        view_mode: server.version === 14 ? 'tree' : 'list',
      });
      await browser.openWindow(window);
      await browser.rows().nth(49).waitFor();
      await browser.selectAllRows();
      await browser.chooseAction('Export to MailChimp');
      await browser.chooseTag('x_audience_ids', 'Newsletter');
      await browser.page.locator('.modal button', { hasText: 'Export' }).click();
      await browser.notification('Handed over').waitFor();

      const job = await bridgeWorks(outcome(50));

      expect([...job.recordIds].sort()).toEqual([...customers].sort());
      await browser.notification('50 created.').waitFor();
    });

    inBrowser('B38: updates a mailing contact, without a question', async () => {
      await browser.openRecord('mailing.contact', ana.contact);
      await browser.chooseAction('Update to MailChimp');
      await browser.notification('Handed over').waitFor();

      const job = await bridgeWorks(outcome(0));

      expect(job).toMatchObject({ action: 'update', recordIds: [ana.contact], audienceIds: [audienceId] });
      await browser.notification('Nothing to do.').waitFor();
    });

    describe('a job that failed', () => {
      let job: Job;

      beforeEach(async () => {
        if (!hasBrowser) return;
        await browser.openRecord('mailing.contact', ana.contact);
        await browser.chooseAction('Export to MailChimp');
        await browser.notification('Handed over').waitFor();
        job = await bridgeWorks(
          outcome(0, [
            {
              ...{ name: 'Ana', email: 'ana@acme-widgets.com' },
              description: 'looks fake or invalid, please enter a real email address.',
            },
          ]),
        );
      }, 2 * minute);

      inBrowser("shows MailChimp's error, is kept, and is tried again", async () => {
        await browser.notification('please enter a real email address').waitFor();
        await browser.picture('error', [14, 19]);
        await browser.openRecord('x_mailchimp_job', job.id);
        await browser.picture('job');
        await browser.page.locator('button', { hasText: 'Try Again' }).click();
        await browser.page.locator('button', { hasText: 'Try Again' }).waitFor({ state: 'hidden' });

        const again = await bridgeWorks(outcome(1));

        expect(again).toMatchObject({ id: job.id, attempts: 2 });
        await browser.notification('1 created.').waitFor();
      });
    });

    inBrowser('B39: has counters on the audience that open the contacts, and Fetch Members', async () => {
      await browser.openRecord('x_mailchimp_audience', world.ids.audience);
      await see('Auto Export Contact?');
      await browser.picture('audience');
      await browser.page.locator('button', { hasText: 'Fetch Members' }).click();
      await browser.notification('Handed over').waitFor();
      const job = await bridgeWorks(outcome(3));
      await browser.notification('3 created.').waitFor();
      await browser.page.locator('.oe_stat_button', { hasText: 'Subscribed' }).first().click();
      await browser.rows().first().waitFor();

      expect(job).toMatchObject({ action: 'fetch', audienceIds: [audienceId] });
      expect(await browser.rows().allTextContents()).toEqual([expect.stringContaining('Ana')]);
    });

    inBrowser('B39: has logs whose arrow opens the contact, and a graph', async () => {
      const log = await appendLog(world.bridge.transport, {
        ...{ key: 'run-1', name: 'Auto export of Newsletter', audience: audienceId },
        ...{ type: 'error', operation: 'auto_export' },
        lines: [
          {
            ...{ name: 'Ana', reason: 'Invalid Resource' },
            description: 'ana@acme-widgets.com looks fake or invalid, please enter a real email address.',
            record: { model: 'mailing.contact', id: ana.contact },
          },
          {
            ...{ name: 'Bruno', reason: 'Member In Compliance State' },
            description:
              'bruno@acme-widgets.com is in a compliance state due to unsubscribe, bounce, or review.',
            record: { model: 'mailing.contact', id: ana.contact + 1 },
          },
        ],
      });
      await browser.openWindow(await world.admin.ref('__odoo_mailchimp__.window_log_lines'));
      await browser.page.locator('.o_graph_controller canvas, .o_graph_view canvas').waitFor();
      await browser.picture('log-graph');

      await browser.openRecord('x_mailchimp_log', log);
      await browser.picture('log');
      await browser.page.locator('.o_data_row', { hasText: 'Invalid' }).locator('button').click();

      await see('Status (MailChimp)');
      expect(await browser.valueOf('email')).toBe('ana@acme-widgets.com');
    });

    inBrowser('is not there for a user without Email Marketing, whose customer form is as ever', async () => {
      const employee = await world.admin.user('clerk', 'base.group_user', 'base.group_partner_manager');
      await browser.logIn(employee);
      await browser.openRecord('res.partner', ana.customer);
      expect(await browser.valueOf('email')).toBe('ana@acme-widgets.com');
      await browser.openActions();

      expect(await browser.page.getByText('MailChimp').filter({ visible: true }).count()).toBe(0);
      expect(await browser.page.locator('.modal, .o_error_dialog').count()).toBe(0);
    });
  },
);
