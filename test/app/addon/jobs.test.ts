import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { finishJob } from '../../../src/addon/jobs/finish-job.js';
import { claimJobs } from '../../../src/addon/jobs/claim-jobs.js';
import { systemClock } from '../../../src/support/clock.js';
import { AddonOdoo } from '../../addon/addon-odoo.js';
import { describeAddon, type TestOdoo } from '../../support/staging/describe-odoo.js';
import { openWorld, type World } from '../../support/world/open-world.js';
import { AddonSide } from './addon-side.js';

describeAddon('B38, B39: jobs from Odoo, done by the real bridge', (odoo) => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.open(odoo);
  }, 300_000);
  afterAll(() => desk.close());

  exports(odoo, () => desk);
  updates(odoo, () => desk);
  fetches(odoo, () => desk);
  explains(odoo, () => desk);
  troubles(odoo, () => desk);
});

interface JobRow {
  id: number;
  x_state: string;
  x_result: string | false;
  x_attempts: number;
}

/** A marketer at work in Odoo: Email Marketing / User, and no more. */
class Desk {
  private constructor(
    readonly admin: AddonOdoo,
    readonly marketer: AddonOdoo,
  ) {}

  static async open(odoo: TestOdoo): Promise<Desk> {
    const admin = await AddonOdoo.connect(odoo);
    const login = await admin.user('marketer', 'mass_mailing.group_mass_mailing_user');
    return new Desk(admin, await admin.as(login));
  }

  async close(): Promise<void> {
    await this.marketer.close();
    await this.admin.close();
  }

  /** An entry of the cog menu, on the chosen records. */
  async click(action: string, model: string, ids: number[]): Promise<unknown> {
    return this.marketer.runAction(await this.admin.ref(`__odoo_mailchimp__.action_${action}`), model, ids);
  }

  /** Cog ▸ Export to MailChimp, the audience chosen in the wizard, Export. */
  async exportCustomers(addon: AddonSide, ids: number[]): Promise<void> {
    await this.click('export_customers', 'res.partner', ids);
    const { id: audience } = await addon.audience(['id']);
    const wizard = await this.marketer.createOne('x_mailchimp_export_wizard', {
      ...{ x_record_ids: ids.join(','), x_audience_ids: [[6, 0, [audience]]] },
    });
    await this.click('wizard_export', 'x_mailchimp_export_wizard', [wizard]);
  }

  async lastJob(): Promise<JobRow> {
    const fields = ['x_state', 'x_result', 'x_attempts'];
    const jobs = await this.marketer.search('x_mailchimp_job', [], fields);
    const last = jobs.at(-1);
    if (last === undefined) throw new Error('no job');
    return last as unknown as JobRow;
  }
}

/** A world whose audience is in Odoo. */
async function opened(odoo: TestOdoo, settings: Parameters<typeof openWorld>[1] = {}) {
  const world = await openWorld(odoo, settings);
  await world.bridge.fetchAudiences({ dryRun: false });
  return { world, addon: new AddonSide(world), [Symbol.asyncDispose]: () => world.close() };
}

async function customers(world: World, emails: readonly string[]): Promise<number[]> {
  return world.odoo.createAll(
    'res.partner',
    emails.map((email) => ({ name: 'Ana', email })),
  );
}

function exports(odoo: TestOdoo, desk: () => Desk): void {
  it('a customer is exported by way of the wizard, and the tab shows it', async () => {
    await using at = await opened(odoo);
    const ids = await customers(at.world, ['one@job-farm.com']);
    await desk().exportCustomers(at.addon, ids);
    const waiting = await desk().lastJob();

    const done = await at.world.bridge.pollJobs();

    expect([waiting.x_state, done]).toEqual(['pending', 1]);
    expect(await desk().lastJob()).toMatchObject({ x_state: 'done', x_result: '1 created.', x_attempts: 1 });
    expect((await at.world.mailchimp.member('one@job-farm.com'))?.status).toBe('subscribed');
    expect(await at.addon.status('one@job-farm.com')).toBe('subscribed');
    const [tab] = await at.world.odoo.search(
      'res.partner',
      [['id', '=', ids[0]]],
      ['x_mailchimp_subscription_ids'],
    );
    expect(tab?.x_mailchimp_subscription_ids).toHaveLength(1);
    expect(await at.addon.audience(['x_count_subscribed'])).toMatchObject({ x_count_subscribed: 1 });
  });

  it('B22: one bad address does not keep 49 others back, and is told in MailChimp’s words', async () => {
    await using at = await opened(odoo);
    const good = Array.from({ length: 49 }, (_, index) => `many${index}@job-farm.com`);
    const ids = await customers(at.world, [...good, 'test@job-farm.com']);
    await desk().exportCustomers(at.addon, ids);

    await at.world.bridge.pollJobs();

    const { x_state, x_result } = await desk().lastJob();
    expect(x_state).toBe('failed');
    expect(x_result).toBe(
      '49 created, 1 failed.\nAna <test@job-farm.com>: test@job-farm.com looks fake or invalid, please enter a real email address.',
    );
    expect(await at.world.mailchimp.count()).toBe(49);
    expect(await at.world.bridge.listLogs()).toEqual([]);
  });

  it('mailing contacts go to the audiences of the lists they are on; who is on none is told', async () => {
    await using at = await opened(odoo);
    const on = await at.world.odoo.hasContact({ name: 'Ana', email: 'on@job-farm.com' });
    const off = await at.world.odoo.create('mailing.contact', { name: 'Rui', email: 'off@job-farm.com' });
    await desk().click('export_contacts', 'mailing.contact', [on, off]);

    await at.world.bridge.pollJobs();

    expect(await desk().lastJob()).toMatchObject({
      ...{ x_state: 'done', x_result: '1 created, 1 skipped (on no mailchimp list).' },
    });
    expect(await at.addon.status('on@job-farm.com')).toBe('subscribed');
  });

  it('a failed job is tried again when somebody says so', async () => {
    await using at = await opened(odoo);
    const id = await at.world.odoo.hasContact({ name: 'Ana', email: 'test@again-farm.com' });
    await desk().click('export_contacts', 'mailing.contact', [id]);
    await at.world.bridge.pollJobs();
    const failed = await desk().lastJob();
    await at.world.odoo.write('mailing.contact', [id], { email: 'mended@again-farm.com' });
    await desk().click('retry_job', 'x_mailchimp_job', [failed.id]);

    await at.world.bridge.pollJobs();

    expect(failed.x_state).toBe('failed');
    expect(await desk().lastJob()).toMatchObject({
      ...{ id: failed.id, x_state: 'done', x_result: '1 created.', x_attempts: 2 },
    });
  });

  it('nobody who unsubscribed is subscribed again by it (B24)', async () => {
    await using at = await opened(odoo);
    await at.world.mailchimp.has({ email_address: 'gone@job-farm.com', status: 'unsubscribed' });
    const ids = await customers(at.world, ['gone@job-farm.com']);
    await desk().exportCustomers(at.addon, ids);

    await at.world.bridge.pollJobs();

    expect((await at.world.mailchimp.member('gone@job-farm.com'))?.status).toBe('unsubscribed');
    expect(await at.addon.status('gone@job-farm.com')).toBe('unsubscribed');
    expect(await at.world.odoo.contact('gone@job-farm.com')).toMatchObject({ optOut: true });
  });
}

function updates(odoo: TestOdoo, desk: () => Desk): void {
  it('a customer is updated where it is a member', async () => {
    await using at = await opened(odoo);
    const ids = await customers(at.world, ['update@job-farm.com']);
    await desk().exportCustomers(at.addon, ids);
    await at.world.bridge.pollJobs();
    await at.world.odoo.write(
      'mailing.contact',
      [(await at.world.odoo.contact('update@job-farm.com'))?.id ?? 0],
      {
        name: 'Anna Sousa',
      },
    );
    await at.world.odoo.write('res.partner', ids, { name: 'Anna Sousa' });
    await desk().click('update_customers', 'res.partner', ids);

    await at.world.bridge.pollJobs();

    expect(await desk().lastJob()).toMatchObject({ x_state: 'done', x_result: '1 updated.' });
    expect((await at.world.mailchimp.member('update@job-farm.com'))?.merge_fields.FNAME).toBe('Anna');
  });

  it('a customer that is a member nowhere is passed over, and the user is told', async () => {
    await using at = await opened(odoo);
    const ids = await customers(at.world, ['stranger@job-farm.com']);
    await desk().click('update_customers', 'res.partner', ids);

    await at.world.bridge.pollJobs();

    expect(await desk().lastJob()).toMatchObject({
      ...{ x_state: 'done', x_result: '1 skipped (not a member).' },
    });
    expect(await at.world.mailchimp.count()).toBe(0);
  });

  it('a mailing contact is updated', async () => {
    await using at = await opened(odoo);
    const id = await at.world.odoo.hasContact({ name: 'Ana', email: 'contact@job-farm.com' });
    await at.world.exportContacts();
    await at.world.odoo.write('mailing.contact', [id], { name: 'Bia' });
    await desk().click('update_contacts', 'mailing.contact', [id]);

    await at.world.bridge.pollJobs();

    expect(await desk().lastJob()).toMatchObject({ x_state: 'done', x_result: '1 updated.' });
    expect((await at.world.mailchimp.member('contact@job-farm.com'))?.merge_fields.FNAME).toBe('Bia');
  });
}

function fetches(odoo: TestOdoo, desk: () => Desk): void {
  it('B39: Fetch Members brings what changed, with counters and date', async () => {
    await using at = await opened(odoo);
    await at.world.mailchimp.has({ email_address: 'fetched@job-farm.com', status: 'subscribed' });
    const { id } = await at.addon.audience(['id']);
    await desk().click('fetch_members', 'x_mailchimp_audience', [id]);

    await at.world.bridge.pollJobs();

    expect(await desk().lastJob()).toMatchObject({ x_state: 'done', x_result: '1 created.' });
    expect(await at.addon.audience(['x_count_subscribed', 'x_fetched_at'])).toMatchObject({
      ...{ x_count_subscribed: 1, x_fetched_at: expect.any(String) as unknown },
    });
  });

  it('where nothing stays up to look for jobs, a sync does them', async () => {
    await using at = await opened(odoo);
    await at.world.mailchimp.has({ email_address: 'cron@job-farm.com', status: 'subscribed' });
    const { id } = await at.addon.audience(['id']);
    await desk().click('fetch_members', 'x_mailchimp_audience', [id]);

    await at.world.sync();

    expect(await desk().lastJob()).toMatchObject({ x_state: 'done', x_result: '1 unchanged.' });
  });
}

function explains(odoo: TestOdoo, desk: () => Desk): void {
  it('B44, B56: tells of a contact why she is out, who did it, and what the next run would do', async () => {
    await using at = await opened(odoo);
    const email = 'why@explain-farm.com';
    const id = await at.world.odoo.hasContact({ name: 'Ana', email });
    await at.world.exportContacts();
    await at.world.mailchimp.persona(email, 'unsubscribe', { source: 'user' });
    await at.world.sync();
    await desk().click('explain_contacts', 'mailing.contact', [id]);

    await at.world.bridge.pollJobs();

    const { x_state, x_result } = await desk().lastJob();
    expect(x_state).toBe('done');
    expect(String(x_result).split('\n')).toEqual([
      `Ana <${email}>`,
      expect.stringMatching(/^ {2}\S/u),
      expect.stringMatching(/^ {4}MailChimp: unsubscribed, changed /u),
      expect.stringMatching(/^ {4}Odoo: opted out/u),
      ...[/last import: \d/u, /last export: \d/u].map((line): unknown => expect.stringMatching(line)),
      ...[/next: /u, /next: /u].map((line): unknown => expect.stringMatching(line)),
      '  History of consent',
      expect.stringMatching(/mailchimp: – → subscribed; by: the bridge, run \d+/u),
      expect.stringMatching(/odoo, subscription: – → opted_in; by: not known$/u),
      expect.stringMatching(/mailchimp: subscribed → unsubscribed; by: the person, by a link in a mail/u),
      expect.stringMatching(/odoo, subscription: opted_in → opted_out; by: the bridge, run \d+/u),
    ]);
  });

  it('B44: tells of a customer what MailChimp refused, and writes nothing', async () => {
    await using at = await opened(odoo);
    const [good = 0, bad = 0] = await customers(at.world, ['good@explain-farm.com', 'test@explain-farm.com']);
    await at.world.exportContacts({
      ...{ model: 'res.partner', selection: { by: 'ids', ids: [bad] }, audiences: [at.world.audienceId] },
    });
    const before = await at.world.mailchimp.count();
    await desk().click('explain_customers', 'res.partner', [good, bad]);

    await at.world.bridge.pollJobs();

    const { x_state, x_result } = await desk().lastJob();
    expect(x_state).toBe('done');
    expect(x_result).toContain('Ana <good@explain-farm.com>');
    expect(x_result).toContain('MailChimp: no member');
    expect(x_result).toContain('please enter a real email address');
    expect(await at.world.mailchimp.count()).toBe(before);
    expect(await at.world.odoo.contact('good@explain-farm.com')).toBeNull();
  });

  it('B44: says of a record without an address that nobody could be a member', async () => {
    await using at = await opened(odoo);
    const id = await at.world.odoo.create('res.partner', { name: 'Rui' });
    await desk().click('explain_customers', 'res.partner', [id]);

    await at.world.bridge.pollJobs();

    expect(await desk().lastJob()).toMatchObject({
      x_state: 'done',
      x_result: 'Rui: no valid e-mail address, so nobody MailChimp could have as a member.',
    });
  });
}

function troubles(odoo: TestOdoo, desk: () => Desk): void {
  it('a look when there is nothing to do costs one call, and none is done twice', async () => {
    await using at = await opened(odoo);
    await at.world.bridge.pollJobs();

    expect(await at.world.bridge.pollJobs()).toBe(0);
  });

  it('an audience the account file no longer has is told by its id', async () => {
    await using at = await opened(odoo);
    const [account] = await at.world.odoo.search('x_mailchimp_account', [['x_key', '=', 'test']], ['id']);
    const stranger = await desk().admin.createOne('x_mailchimp_audience', {
      ...{ x_name: 'Old', x_mailchimp_id: 'ffffffffff', x_account_id: account?.id },
    });
    await desk().click('fetch_members', 'x_mailchimp_audience', [stranger]);

    await at.world.bridge.pollJobs();

    expect(await desk().lastJob()).toMatchObject({
      ...{
        x_state: 'failed',
        x_result: expect.stringContaining('Audience ffffffffff: it is not in') as unknown,
      },
    });
    await desk().admin.unlink('x_mailchimp_audience', [stranger]);
  });

  it('customers whose audience was taken out of Odoo meanwhile go nowhere, least of all everywhere', async () => {
    await using at = await opened(odoo);
    const [account] = await at.world.odoo.search('x_mailchimp_account', [['x_key', '=', 'test']], ['id']);
    const [customer = 0] = await customers(at.world, ['nowhere@job-farm.com']);
    const job = await desk().admin.createOne('x_mailchimp_job', {
      ...{ x_name: 'Export customers', x_account_id: account?.id, x_action: 'export', x_state: 'pending' },
      ...{ x_model: 'res.partner', x_record_ids: String(customer), x_audience_ids: [[6, 0, []]] },
    });

    await at.world.bridge.pollJobs();

    const fields = ['x_state', 'x_result'];
    expect(await desk().admin.read('x_mailchimp_job', job, fields)).toMatchObject({
      ...{ x_state: 'failed', x_result: expect.stringContaining('no longer in Odoo') as unknown },
    });
    expect(await at.world.mailchimp.count()).toBe(0);
  });

  it('what stops the run is told with what to do about it, and changes nothing', async () => {
    await using at = await opened(odoo, { audience: { merge_fields: { NOPE: 'name' } } });
    const id = await at.world.odoo.hasContact({ name: 'Ana', email: 'mapping@job-farm.com' });
    await desk().click('export_contacts', 'mailing.contact', [id]);

    await at.world.bridge.pollJobs();

    const { x_state, x_result } = await desk().lastJob();
    expect(x_state).toBe('failed');
    expect(x_result).toContain('NOPE is mapped and no merge field of this audience');
    expect(x_result).toContain('Correct merge_fields');
  });

  // The pauses between the attempts are real, and have nothing to do with Odoo.
  if (odoo.version === 14) {
    it('a MailChimp that can’t be reached is told, and the job can be tried again', async () => {
      await using at = await opened(odoo);
      const id = await at.world.odoo.hasContact({ name: 'Ana', email: 'down@job-farm.com' });
      await desk().click('export_contacts', 'mailing.contact', [id]);
      await at.world.mailchimp.control('PUT', '/knobs', { fail_rate: 1, fail_with: 500 });

      await at.world.bridge.pollJobs();

      const failed = await desk().lastJob();
      await at.world.mailchimp.control('PUT', '/knobs', { fail_rate: 0 });
      await desk().click('retry_job', 'x_mailchimp_job', [failed.id]);
      await at.world.bridge.pollJobs();
      expect(failed.x_state).toBe('failed');
      expect(failed.x_result).toMatch(/^1 failed\.\nList \w+: .*Try again in some minutes/u);
      expect(await desk().lastJob()).toMatchObject({ id: failed.id, x_state: 'done' });
    }, 300_000);
  }

  it('B42: while another run has the account, jobs stay pending for the next look', async () => {
    await using at = await opened(odoo);
    await at.world.mailchimp.hasMany(300);
    const { id } = await at.addon.audience(['id']);
    await desk().click('fetch_members', 'x_mailchimp_audience', [id]);
    await at.world.mailchimp.control('PUT', '/knobs', { latency_ms: 1500 });
    const running = at.world.fetch();
    while ((await at.world.bridge.status()).lock === null) await systemClock.sleep(5);

    const done = await at.world.bridge.pollJobs();

    expect(done).toBe(0);
    expect((await desk().lastJob()).x_state).toBe('pending');
    await running;
    await at.world.mailchimp.control('PUT', '/knobs', { latency_ms: 0 });
    expect(await at.world.bridge.pollJobs()).toBe(1);
  });

  it('the job of a bridge that died is done when its lease has run out', async () => {
    await using at = await opened(odoo);
    const { id } = await at.addon.audience(['id']);
    await desk().click('fetch_members', 'x_mailchimp_audience', [id]);
    const request = { account: 'test', holder: 'dead:1', leaseMs: -1000, limit: 1 };
    const [held] = await claimJobs(desk().admin.transport, request, { clock: systemClock });

    const done = await at.world.bridge.pollJobs();

    expect(done).toBe(1);
    expect(await desk().lastJob()).toMatchObject({ x_state: 'done', x_attempts: 2 });
    const late = { state: 'failed', result: 'late', notify: null } as const;
    expect(held && (await finishJob(desk().admin.transport, held, late))).toBe(false);
  });
}
