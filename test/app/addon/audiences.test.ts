import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { AddonOdoo } from '../../addon/addon-odoo.js';
import { describeAddon, type TestOdoo } from '../../support/staging/describe-odoo.js';
import { openWorld, type World } from '../../support/world/open-world.js';
import { AddonSide } from './addon-side.js';

describeAddon('B37, B39: accounts, audiences, rules and logs in Odoo', (odoo) => {
  shown(odoo);
  rules(odoo);
  logs(odoo);
});

/** What a marketer sets on the audience's form. */
async function setRule(
  world: World,
  addon: AddonSide,
  domain: string | false,
  enabled = true,
): Promise<void> {
  const { id } = await addon.audience(['id']);
  await world.odoo.write('x_mailchimp_audience', [id], {
    ...{ x_auto_export: enabled, x_auto_export_model: 'res.partner', x_auto_export_domain: domain },
  });
}

function shown(odoo: TestOdoo): void {
  it('audiences fetch shows the account, its options and its audiences', async () => {
    await using world = await openWorld(odoo, { member_options: { auto_create_customer: true } });
    const addon = new AddonSide(world);

    await world.bridge.fetchAudiences({ dryRun: false });

    const [account] = await world.odoo.search(
      'x_mailchimp_account',
      [],
      ['x_name', 'x_auto_create_customer'],
    );
    expect(account).toMatchObject({ x_name: 'Sandbox', x_auto_create_customer: true });
    const row = await addon.audience(['x_mailing_list_ids', 'x_date_created', 'x_auto_export_pinned']);
    expect(row).toMatchObject({
      ...{ x_mailing_list_ids: [await world.odoo.mailingListId()], x_auto_export_pinned: false },
      x_date_created: expect.any(String) as unknown,
    });
  });

  it('a sync keeps the counters true, and says when members were fetched', async () => {
    await using world = await openWorld(odoo);
    const addon = new AddonSide(world);
    await world.mailchimp.has(
      ...['one', 'two', 'three'].map((name) => ({
        email_address: `${name}@count-farm.com`,
        status: 'subscribed',
      })),
      { email_address: 'four@count-farm.com', status: 'cleaned' },
    );
    await world.sync();
    const fields = ['x_count_subscribed', 'x_count_unsubscribed', 'x_count_cleaned', 'x_fetched_at'];
    const before = await addon.audience(fields);
    await world.mailchimp.persona('one@count-farm.com', 'unsubscribe', { source: 'user' });

    await world.sync();

    expect(before).toMatchObject({ x_count_subscribed: 3, x_count_unsubscribed: 0, x_count_cleaned: 1 });
    expect(before.x_fetched_at).toEqual(expect.any(String));
    expect(await addon.audience(fields)).toMatchObject({ x_count_subscribed: 2, x_count_unsubscribed: 1 });
  });

  it('a dry run writes nothing of it', async () => {
    await using world = await openWorld(odoo);
    const all = async () => [
      await world.odoo.search('x_mailchimp_account', [], ['write_date', 'x_seen_at']),
      await world.odoo.search('x_mailchimp_audience', [], ['write_date', 'x_mailing_list_ids']),
    ];
    const before = await all();

    await world.bridge.fetchAudiences({ dryRun: true });
    await world.sync({ dryRun: true });

    expect(await all()).toEqual(before);
  });

  it('a user without the group MailChimp Bridge is told so, and everything else is done', async () => {
    const login = await userOf(odoo, 'base.group_partner_manager', 'mass_mailing.group_mass_mailing_user');
    // Something to write: what Odoo shows already costs no write.
    await using world = await openWorld(
      { url: odoo.url, database: odoo.database, version: odoo.version, ...login },
      { member_options: { auto_create_customer: true } },
    );
    await world.mailchimp.has({ email_address: 'ana@group-farm.com', status: 'subscribed' });

    const { runs, stopped } = await world.bridge.sync({ audiences: [], dryRun: false, allowLarge: false });

    expect(stopped.map(({ code, hint }) => [code, hint?.includes('“MailChimp Bridge”')])).toContainEqual([
      ...['odoo.access', true],
    ]);
    expect(runs[0]?.totals).toMatchObject({ created: 1, failed: 0 });
    expect(await world.odoo.contact('ana@group-farm.com')).toMatchObject({ optOut: false });
  });
}

async function userOf(odoo: TestOdoo, ...groups: string[]) {
  const admin = await AddonOdoo.connect(odoo);
  const user = await admin.user(`user-${randomUUID()}`, ...groups);
  await admin.close();
  return user;
}

function rules(odoo: TestOdoo): void {
  it('B39: an audience without a rule in the account file exports what its form in Odoo says', async () => {
    await using world = await openWorld(odoo);
    const addon = new AddonSide(world);
    await world.odoo.create('res.partner', { name: 'Ana', email: 'ana@form-farm.com', function: 'Form A' });
    await world.odoo.create('res.partner', { name: 'Rui', email: 'rui@form-farm.com', function: 'Form B' });
    await world.sync();
    await setRule(world, addon, "[('function', '=', 'Form A')]");

    await world.sync();
    await setRule(world, addon, "[('function', '=', 'Form B')]", false);
    await world.sync();

    expect((await world.mailchimp.member('ana@form-farm.com'))?.status).toBe('subscribed');
    expect(await world.mailchimp.member('rui@form-farm.com')).toBeNull();
    expect(await addon.status('ana@form-farm.com')).toBe('subscribed');
  });

  it('B39: auto-export by hand goes by the form as well', async () => {
    await using world = await openWorld(odoo);
    const addon = new AddonSide(world);
    await world.odoo.create('res.partner', { name: 'Ana', email: 'hand@form-farm.com', function: 'Form C' });
    await world.bridge.fetchAudiences({ dryRun: false });
    await setRule(world, addon, "[('function', '=', 'Form C')]");

    const planned = await world.autoExport({ dryRun: true });
    const run = await world.autoExport();

    const email = 'hand@form-farm.com';
    expect(planned.plan).toMatchObject([
      { side: 'mailchimp', action: 'create', email },
      { side: 'odoo', action: 'create', email },
    ]);
    expect(run.totals).toMatchObject({ created: 1, failed: 0 });
  });

  it('B39: the account file pins the rule, and the form shows it', async () => {
    await using world = await openWorld(odoo, {
      audience: {
        auto_export: { enabled: true, model: 'res.partner', domain: [['function', '=', 'Form D']] },
      },
    });
    const addon = new AddonSide(world);
    await world.odoo.create('res.partner', { name: 'Ana', email: 'file@form-farm.com', function: 'Form D' });
    await world.odoo.create('res.partner', { name: 'Rui', email: 'form@form-farm.com', function: 'Form E' });
    await world.sync();
    await setRule(world, addon, "[('function', '=', 'Form E')]");

    await world.sync();

    expect((await world.mailchimp.member('file@form-farm.com'))?.status).toBe('subscribed');
    expect(await world.mailchimp.member('form@form-farm.com')).toBeNull();
    const fields = ['x_auto_export', 'x_auto_export_domain', 'x_auto_export_pinned'];
    expect(await addon.audience(fields)).toMatchObject({
      ...{ x_auto_export: true, x_auto_export_pinned: true },
      x_auto_export_domain: '[("function", "=", "Form D")]',
    });
  });

  it('B39: a rule taken out of the account file exports no more', async () => {
    const auto_export = { enabled: true, model: 'res.partner', domain: [['function', '=', 'Form F']] };
    await using world = await openWorld(odoo, { audience: { auto_export } });
    const addon = new AddonSide(world);
    await world.sync({ allowLarge: true });
    await world.reopen({});
    await world.sync();
    await world.odoo.create('res.partner', { name: 'Ana', email: 'later@form-farm.com', function: 'Form F' });

    await world.sync();

    expect(await world.mailchimp.member('later@form-farm.com')).toBeNull();
    expect(await addon.audience(['x_auto_export'])).toMatchObject({ x_auto_export: false });
  });

  it.each([
    ['that moves', "[('create_date', '>', context_today())]", 'odoo.domain_text'],
    ['of a field that is not there', "[('no_such_field', '=', 1)]", 'odoo.missing_field'],
    ['that is none', false, 'addon.no_filter'],
  ] as const)(
    'B39: a filter %s is told once, runs nothing, and keeps nothing else back',
    async (_, domain, code) => {
      await using world = await openWorld(odoo);
      const addon = new AddonSide(world);
      await world.sync();
      await setRule(world, addon, domain);
      await world.mailchimp.has({ email_address: `${code}@form-farm.com`, status: 'subscribed' });

      const first = await world.sync();
      const second = await world.sync();
      await setRule(world, addon, false, false);
      const mended = await world.sync();

      expect(first.failures).toMatchObject([{ code, name: 'Auto-export rule' }]);
      expect(first.totals).toMatchObject({ created: 1, failed: 1 });
      expect([second.failures, second.warnings.map((warning) => warning.code)]).toEqual([
        [],
        ['auto_export_rule'],
      ]);
      expect(mended.warnings).toEqual([]);
      expect(await world.mailchimp.count()).toBe(1);
      expect((await world.bridge.listLogs()).length).toBe(1);
    },
  );
}

/** The logs in Odoo since the one given, oldest first. */
async function logsInOdoo(world: World, after = 0) {
  const fields = ['x_date', 'x_operation', 'x_type', 'x_line_count', 'x_line_ids'];
  const domain = [
    ['id', '>', after],
    ['x_audience_id.x_mailchimp_id', '=', world.audienceId],
  ];
  const logs = await world.odoo.search('x_mailchimp_log', domain, fields);
  return Promise.all(
    logs.map(async (log) => {
      const lines = await world.odoo.search(
        'x_mailchimp_log_line',
        [['x_log_id', '=', log.id]],
        ['x_name', 'x_reason', 'x_description', 'x_model', 'x_res_id'],
      );
      return { ...log, lines };
    }),
  );
}

async function lastLog(world: World): Promise<number> {
  const logs = await world.odoo.search('x_mailchimp_log', [], ['id']);
  return logs.at(-1)?.id ?? 0;
}

function logs(odoo: TestOdoo): void {
  const rule = (name: string) => ({
    audience: { auto_export: { enabled: true, model: 'res.partner', domain: [['function', '=', name]] } },
  });

  it('B21, B39: Odoo has the same logs as the command line, each once', async () => {
    await using world = await openWorld(odoo, rule('Log A'));
    const before = await lastLog(world);
    const id = await world.odoo.create('res.partner', {
      ...{ name: 'Fake', email: 'test@log-farm.com', function: 'Log A' },
    });
    await world.sync();
    await world.sync();
    await world.odoo.write('res.partner', [id], { name: 'Fake again' });
    await world.autoExport();

    const inOdoo = await logsInOdoo(world, before);

    const known = await world.bridge.listLogs();
    const details = await Promise.all(known.toReversed().map((log) => world.bridge.showLog(log.id)));
    expect(details.map(({ command }) => command)).toEqual(['sync', 'auto-export']);
    expect(inOdoo).toMatchObject(
      details.map((log) => ({
        ...{ x_date: log.date.slice(0, 19).replace('T', ' '), x_operation: 'export', x_type: 'error' },
        x_line_count: log.lines.length,
        lines: log.lines.map((line) => ({
          ...{ x_name: line.name, x_reason: line.code, x_description: line.description },
          ...{ x_model: line.model, x_res_id: id },
        })),
      })),
    );
  });

  it('B22: what a command by hand is refused is no log in Odoo either', async () => {
    await using world = await openWorld(odoo);
    const before = await lastLog(world);
    await world.odoo.hasContact({ name: 'Fake', email: 'by.hand@example.com' });

    await world.exportContacts();
    await world.sync();

    expect(await lastLog(world)).toBe(before);
  });
}
