import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { installAddon } from '../../../src/addon/engine/manage-addon.js';
import { claimJobs } from '../../../src/addon/jobs/claim-jobs.js';
import { finishJob, renewJob } from '../../../src/addon/jobs/finish-job.js';
import type { Job } from '../../../src/addon/jobs/job.js';
import { toOdooDate } from '../../../src/odoo/records/odoo-date.js';
import type { Clock } from '../../../src/support/clock.js';
import { systemClock } from '../../../src/support/clock.js';
import { failure } from '../../odoo/contract/failure.js';
import { describeAddon } from '../../support/staging/describe-odoo.js';
import type { AddonOdoo } from '../addon-odoo.js';
import { startListener } from './start-listener.js';
import { accountKey, audienceId, AddonWorld } from '../addon-world.js';

const note = z.object({
  tag: z.literal('display_notification'),
  params: z.object({ message: z.string(), type: z.string() }),
});
const wizardAction = z.object({
  res_model: z.literal('x_mailchimp_export_wizard'),
  context: z.record(z.string(), z.unknown()),
});

const fields = ['x_state', 'x_result', 'x_attempts', 'x_holder', 'x_user_id', 'x_audience_ids'];

/** An hour later than it is. */
const later: Clock = { ...systemClock, now: () => new Date(Date.now() + 3_600_000) };

describeAddon('B38: what somebody asks of the bridge in Odoo', (server) => {
  let world: AddonWorld;

  beforeAll(async () => {
    world = await AddonWorld.open(server);
  }, 300_000);
  afterAll(() => world.close());

  const run = async (who: AddonOdoo, action: string, model: string, ids: number[]) =>
    note.parse(await who.runAction(await world.action(action), model, ids));

  /** A customer's way: entry of the menu, wizard, button. */
  async function exportCustomers(who: AddonOdoo, ids: number[], change: object = {}) {
    const opened = wizardAction.parse(
      await who.runAction(await world.action('export_customers'), 'res.partner', ids),
    );
    const { default_x_record_ids: x_record_ids } = opened.context;
    const x_audience_ids = [[6, 0, [world.ids.audience]]];
    const wizard = await who.createOne(opened.res_model, { x_record_ids, x_audience_ids, ...change });
    return run(who, 'wizard_export', opened.res_model, [wizard]);
  }

  const claim = (limit = 10, holder = 'bridge-1', clock = systemClock): Promise<Job[]> =>
    claimJobs(world.bridge.transport, { account: accountKey, holder, leaseMs: 60_000, limit }, { clock });
  const done = { state: 'done', result: '1 created.', notify: '1 created.' } as const;

  describe('export of customers', () => {
    it('becomes a job with the chosen audiences, which a bridge without admin rights takes and finishes', async () => {
      const customers = [await world.customer('Ana'), await world.customer('Bruno')];

      const answer = await exportCustomers(world.marketer, customers);
      const [job] = await claim();
      const held = await world.admin.read('x_mailchimp_job', job?.id ?? 0, fields);
      const finished = job && (await finishJob(world.bridge.transport, job, done));

      expect(answer.params).toMatchObject({ type: 'success' });
      expect(job).toMatchObject({
        ...{ account: accountKey, action: 'export', model: 'res.partner', recordIds: customers },
        ...{ audienceIds: [audienceId], requestedBy: world.ids.marketerId, attempts: 1 },
      });
      expect(held).toMatchObject({ x_state: 'running', x_holder: 'bridge-1' });
      expect(finished).toBe(true);
      expect(await world.marketer.read('x_mailchimp_job', job?.id ?? 0, fields)).toMatchObject({
        ...{ x_state: 'done', x_result: '1 created.' },
      });
    });

    it('asks for at least one list', async () => {
      const customer = await world.customer('Nolist');

      const error = await failure(exportCustomers(world.marketer, [customer], { x_audience_ids: [] }));

      expect(error.message).toContain('Choose at least one MailChimp list');
    });

    it.each(["__import__('os').system('true')", '1,env', '[1]'])(
      'takes the ids of the wizard as numbers only: %s',
      async (x_record_ids) => {
        const customer = await world.customer('Nocode');

        await failure(exportCustomers(world.marketer, [customer], { x_record_ids }));

        expect(await claim()).toEqual([]);
      },
    );

    it('is refused for records that are gone', async () => {
      const customer = await world.customer('Gone');

      const error = await failure(exportCustomers(world.marketer, [customer], { x_record_ids: '987654321' }));

      expect(error.message).toContain('Some of the chosen records are gone');
    });
  });

  describe('for records the user may not read', () => {
    let customer: number;
    let contact: number;

    beforeAll(async () => {
      customer = await world.customer('Secret');
      contact = await world.contact('Secret', world.ids.mailingList);
      for (const model of ['base.model_res_partner', 'mass_mailing.model_mailing_contact'])
        await world.admin.createOne('ir.rule', {
          ...{ name: 'not Secret', model_id: await world.admin.ref(model) },
          domain_force: "[('name', '!=', 'Secret')]",
        });
    });

    /** 14 looks itself at the records an entry of the menu is chosen for. */
    const expectRefused = async (asked: Promise<unknown>) => {
      expect((await failure(asked)).message).toMatch(/you may not read them|not allowed to modify/u);
      expect(await claim()).toEqual([]);
    };

    it('an export with their ids put into the wizard is refused', async () => {
      const open = await world.customer('Open');

      await expectRefused(exportCustomers(world.marketer, [open], { x_record_ids: String(customer) }));
    });

    it('an update of customers is refused', () =>
      expectRefused(run(world.marketer, 'update_customers', 'res.partner', [customer])));

    it.each(['export', 'update'])('an %s of mailing contacts is refused', (action) =>
      expectRefused(run(world.marketer, `${action}_contacts`, 'mailing.contact', [contact])),
    );

    it('another try of a job that was allowed once is refused', async () => {
      const job = await world.admin.createOne('x_mailchimp_job', {
        ...{ x_name: 'Export customers', x_state: 'failed', x_action: 'export', x_model: 'res.partner' },
        ...{
          x_record_ids: String(customer),
          x_user_id: world.ids.marketerId,
          x_account_id: world.ids.account,
        },
      });

      const retry = await world.action('retry_job');

      await expectRefused(world.marketer.runAction(retry, 'x_mailchimp_job', [job]));
    });
  });

  describe('export and update of mailing contacts', () => {
    it.each(['export', 'update'] as const)('%s goes to the audiences of their lists', async (action) => {
      const contacts = [
        await world.contact(`Carla-${action}`, world.ids.mailingList, world.ids.otherList),
        await world.contact(`Dora-${action}`, world.ids.mailingList),
      ];

      await run(world.marketer, `${action}_contacts`, 'mailing.contact', contacts);
      const [job] = await claim();

      expect(job).toMatchObject({
        ...{ action, model: 'mailing.contact', recordIds: contacts, audienceIds: [audienceId] },
      });
      if (job) await finishJob(world.bridge.transport, job, done);
    });

    it('says so when none of them is on a list of an audience', async () => {
      const contact = await world.contact('Eva', world.ids.otherList);

      const answer = await run(world.marketer, 'export_contacts', 'mailing.contact', [contact]);

      expect(answer.params).toMatchObject({ type: 'warning' });
      expect(answer.params.message).toContain('none of the records is on a mailing list');
      expect(await claim()).toEqual([]);
    });
  });

  it('an update of customers leaves the audiences to the bridge', async () => {
    const customer = await world.customer('Fabio');

    await run(world.marketer, 'update_customers', 'res.partner', [customer]);
    const [job] = await claim();

    expect(job).toMatchObject({ action: 'update', recordIds: [customer], audienceIds: [] });
    if (job) await finishJob(world.bridge.transport, job, done);
  });

  it('B39: Fetch Members is a job on the audience', async () => {
    await run(world.marketer, 'fetch_members', 'x_mailchimp_audience', [world.ids.audience]);
    const [job] = await claim();

    expect(job).toMatchObject({ action: 'fetch', audienceIds: [audienceId] });
    if (job) await finishJob(world.bridge.transport, job, done);
  });

  it('tells the user at once when the bridge is not running', async () => {
    const seen = (date: Date) =>
      world.admin.write('x_mailchimp_account', [world.ids.account], { x_seen_at: toOdooDate(date) });
    await seen(new Date(Date.now() - 600_000));

    const answer = await run(world.marketer, 'fetch_members', 'x_mailchimp_audience', [world.ids.audience]);

    expect(answer.params.message).toContain('which is not running');
    await seen(new Date());
    for (const job of await claim()) await finishJob(world.bridge.transport, job, done);
  });

  describe('a job', () => {
    async function aJob(): Promise<number> {
      await run(world.marketer, 'fetch_members', 'x_mailchimp_audience', [world.ids.audience]);
      const rows = await world.admin.search('x_mailchimp_job', [['x_state', '=', 'pending']], ['id']);
      return rows.at(-1)?.id ?? 0;
    }

    it('goes to one of two bridges that ask at the same time', async () => {
      const jobs = [await aJob(), await aJob(), await aJob(), await aJob()];

      const taken = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => claim(2, holder)));
      const ids = taken.flat().map(({ id }) => id);
      const rest = await claim();

      expect(new Set(ids).size).toBe(ids.length);
      expect([...ids, ...rest.map(({ id }) => id)].sort((a, b) => a - b)).toEqual(jobs);
      for (const job of [...taken.flat(), ...rest]) await finishJob(world.bridge.transport, job, done);
    });

    it('is left to the bridge of its account', async () => {
      await aJob();

      const others = await claimJobs(
        world.bridge.transport,
        { account: 'another', holder: 'x', leaseMs: 1000, limit: 5 },
        { clock: systemClock },
      );

      expect(others).toEqual([]);
      for (const job of await claim()) await finishJob(world.bridge.transport, job, done);
    });

    it('of a bridge that died is taken by another when the lease has run out', async () => {
      await aJob();
      const [dead] = await claimJobs(
        world.bridge.transport,
        { account: accountKey, holder: 'dead', leaseMs: -5000, limit: 1 },
        { clock: systemClock },
      );

      const [job] = await claim(1, 'alive');
      const late = dead && (await finishJob(world.bridge.transport, dead, done));
      const lateRenewal = dead && (await renewJob(world.bridge.transport, dead, 60_000));

      expect(job).toMatchObject({ id: dead?.id, attempts: 2 });
      expect([late, lateRenewal]).toEqual([false, false]);
      expect(job && (await finishJob(world.bridge.transport, job, done))).toBe(true);
    });

    it('is kept by renewing its lease', async () => {
      await aJob();
      const [job] = await claim();
      const held = job && (await renewJob(world.bridge.transport, job, 7_200_000));

      expect(held).toBe(true);
      expect(await claim(1, 'other', later)).toEqual([]);
      if (job) await finishJob(world.bridge.transport, job, done);
    });

    it('is finished once, however often the bridge says so', async () => {
      await aJob();
      const [job] = await claim();
      const first = job && (await finishJob(world.bridge.transport, job, done));
      const second = job && (await finishJob(world.bridge.transport, job, { ...done, state: 'failed' }));

      expect([first, second]).toEqual([true, false]);
      expect(await world.admin.read('x_mailchimp_job', job?.id ?? 0, fields)).toMatchObject({
        x_state: 'done',
      });
    });

    it('that failed can be tried again, in the name of who asks', async () => {
      const id = await aJob();
      const [job] = await claim();
      if (job) await finishJob(world.bridge.transport, job, { state: 'failed', result: 'no', notify: null });

      await world.marketer.runAction(await world.action('retry_job'), 'x_mailchimp_job', [id]);
      const [again] = await claim();

      expect(again).toMatchObject({ id, attempts: 2, requestedBy: world.ids.marketerId });
      if (again) await finishJob(world.bridge.transport, again, done);
    });

    it('that is done is not tried again', async () => {
      const id = await aJob();
      for (const job of await claim()) await finishJob(world.bridge.transport, job, done);

      const error = await failure(
        world.marketer.runAction(await world.action('retry_job'), 'x_mailchimp_job', [id]),
      );

      expect(error.message).toContain('Only a failed job');
    });

    it('is seen by the user who asked and by nobody else in Email Marketing, nor tried again by others', async () => {
      const id = await aJob();
      const retry = await world.action('retry_job');
      const other = await world.admin.as(
        await world.admin.user('other', 'mass_mailing.group_mass_mailing_user'),
      );

      expect(await world.marketer.search('x_mailchimp_job', [['id', '=', id]], ['x_name'])).toHaveLength(1);
      expect(await other.search('x_mailchimp_job', [['id', '=', id]], ['x_name'])).toEqual([]);
      expect((await failure(other.runAction(retry, 'x_mailchimp_job', [id]))).code).toBe('odoo.access');
      await other.close();
      for (const job of await claim()) await finishJob(world.bridge.transport, job, done);
    });
  });

  it('costs one call when there is nothing to do', async () => {
    const before = world.bridge.transport.calls;

    expect(await claim()).toEqual([]);
    expect(world.bridge.transport.calls - before).toBe(1);
  });

  // Last, for the address stays.
  if (server.version !== 14) {
    it('is told to the bridge at once where an address is given', async () => {
      const bridge = await startListener();
      await installAddon(world.admin.session, { dryRun: false, pokeUrl: bridge.url });

      await run(world.marketer, 'fetch_members', 'x_mailchimp_audience', [world.ids.audience]);

      expect(await bridge.called).toMatchObject({ _model: 'x_mailchimp_job' });
      await bridge.close();
    }, 300_000);
  }
});
