import { expect, it } from '@jest/globals';
import { bothTaps } from '../support/both-taps.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openWorld, type World } from '../support/world/open-world.js';

describeOdoo('auto-export', (odoo) => {
  matches(odoo);
  exits(odoo);
  careful(odoo);
});

const rule = (tag: string): object => ({
  auto_export: { enabled: true, model: 'res.partner', domain: [['category_id.name', '=', tag]] },
});

async function customer(world: World, email: string, tag: string): Promise<number> {
  return world.odoo.create('res.partner', {
    name: 'Ana Sousa',
    email,
    category_id: [[6, 0, [await world.odoo.tag(tag)]]],
  });
}

const without = async (world: World, partner: number, tag: string): Promise<void> =>
  world.odoo.write('res.partner', [partner], { category_id: [[3, await world.odoo.tag(tag)]] });

function matches(odoo: TestOdoo): void {
  it('B19: every match becomes a member, once', async () => {
    await using world = await openWorld(odoo, { audience: rule('Rule A') });
    await customer(world, 'one@rule-farm.com', 'Rule A');
    await customer(world, 'two@rule-farm.com', 'Rule A');
    await world.odoo.create('res.partner', { name: 'Other', email: 'other@rule-farm.com' });

    const first = await world.autoExport();
    await customer(world, 'three@rule-farm.com', 'Rule A');
    const second = await world.autoExport();
    const third = await world.autoExport();

    expect(first.totals).toMatchObject({ created: 2, failed: 0 });
    expect(second.totals).toMatchObject({ created: 1, unchanged: 0 });
    expect(third.totals).toMatchObject({ created: 0, updated: 0, unchanged: 0 });
    expect(await world.mailchimp.member('other@rule-farm.com')).toBeNull();
    expect(await world.odoo.contact('one@rule-farm.com')).toMatchObject({ optOut: false });
  });

  it('B19: someone who had opted out is exported when they opt in', async () => {
    await using world = await openWorld(odoo, { audience: rule('Rule B') });
    const email = 'later@rule-farm.com';
    await world.odoo.hasContact({ email, optOut: true });
    await customer(world, email, 'Rule B');

    const before = await world.sync();
    await world.odoo.setOptOut(email, false);
    const after = await world.sync();

    expect(before.skipped).toMatchObject({ opted_out: 1 });
    expect(after.totals).toMatchObject({ created: 1 });
    expect((await world.mailchimp.member(email))?.status).toBe('subscribed');
  });

  it('B29: a dry run tells who, and touches nothing', async () => {
    await using world = await openWorld(odoo, { audience: rule('Rule C') });
    await customer(world, 'dry@rule-farm.com', 'Rule C');

    const run = await world.autoExport({ dryRun: true });

    expect(run.plan).toMatchObject([
      { side: 'mailchimp', action: 'create', email: 'dry@rule-farm.com' },
      { side: 'odoo', action: 'create', email: 'dry@rule-farm.com' },
    ]);
    expect(await world.mailchimp.count()).toBe(0);
    expect(await world.odoo.contact('dry@rule-farm.com')).toBeNull();
  });
}

function exits(odoo: TestOdoo): void {
  /** Two customers the rule made members, of whom one leaves the domain, and a member that was there before. */
  async function oneLeaves(tag: string, on_filter_exit: string) {
    const world = await openWorld(odoo, { audience: rule(tag), policies: { on_filter_exit } });
    const emails = ['leaves', 'stays', 'before'].map((name) => `${name}.${on_filter_exit}@exit-farm.com`);
    const [leaves = '', stays = '', before = ''] = emails;
    await world.mailchimp.has({ email_address: before, status: 'subscribed' });
    await world.sync();
    const leaver = await customer(world, leaves, tag);
    await customer(world, stays, tag);
    const old = await customer(world, before, tag);
    await world.sync();
    await without(world, leaver, tag);
    await without(world, old, tag);
    await world.sync();
    const seen = async (email: string) => {
      const member = await world.mailchimp.member(email);
      return [member?.status, member?.tags.map(({ name }) => name)];
    };
    return { world, [Symbol.asyncDispose]: () => world.close(), leaver, leaves, stays, before, seen };
  }

  it('B19: by default nothing happens to who leaves the domain', async () => {
    await using left = await oneLeaves('Exit none', 'none');

    expect((await left.seen(left.leaves))[0]).toBe('subscribed');
  });

  it.each([
    ['archive', 'archived'],
    ['unsubscribe', 'unsubscribed'],
  ])('B19: %s, and only who the rule has made a member', async (policy, status) => {
    await using left = await oneLeaves(`Exit ${policy}`, policy);
    await left.world.sync();

    expect((await left.seen(left.leaves))[0]).toBe(status);
    expect((await left.seen(left.stays))[0]).toBe('subscribed');
    expect((await left.seen(left.before))[0]).toBe('subscribed');
    expect(await left.world.odoo.contact(left.leaves)).toMatchObject({ optOut: true });
  });

  it.each(['is tried again', 'ends the run'])(
    'B19: who became a member by a batch whose answer was lost, and %s, is the rule’s as well',
    async (ending) => {
      const tag = `Lost ${ending}`;
      await using taps = await bothTaps();
      const policies = { on_filter_exit: 'archive' };
      await using world = await openWorld(odoo, { audience: rule(tag), policies, taps });
      const emails = ['first', 'second'].map(
        (name) => `${name}.${ending.replaceAll(' ', '.')}@exit-farm.com`,
      );
      const partners: number[] = [];
      for (const email of emails) partners.push(await customer(world, email, tag));
      await customer(world, `stays.${emails[0] ?? ''}`, tag);
      let isLost = false;
      taps.mailchimp.reset({
        before: async ({ method, path, body }) => {
          if (method !== 'POST' || isLost) return;
          isLost = true;
          await world.mailchimp.api(method, path.slice(path.indexOf('/lists/')), JSON.parse(body) as object);
          if (ending === 'ends the run') world.abort();
          throw new Error('the answer is lost');
        },
      });

      await world.sync().catch(() => undefined);
      taps.reset();
      await world.restart();
      await world.sync();
      for (const partner of partners) await without(world, partner, tag);
      await world.sync();

      const left = await Promise.all(emails.map((email) => world.mailchimp.member(email)));
      expect(isLost).toBe(true);
      expect(left.map((member) => member?.status)).toEqual(['archived', 'archived']);
    },
  );

  it('B19: tag_off takes the tags off in MailChimp and leaves Odoo’s alone, until the record comes back', async () => {
    await using world = await openWorld(odoo, {
      audience: {
        auto_export: { enabled: true, model: 'res.partner', domain: [['function', '=', 'Editor']] },
      },
      policies: { on_filter_exit: 'tag_off' },
    });
    const email = 'tagged@exit-farm.com';
    const partner = await customer(world, email, 'Kept in Odoo');
    await world.odoo.write('res.partner', [partner], { function: 'Editor' });
    await world.odoo.create('res.partner', { name: 'Rui', email: 'rui@exit-farm.com', function: 'Editor' });
    const tags = async () => (await world.mailchimp.member(email))?.tags.map(({ name }) => name);
    await world.sync();
    const exported = await tags();
    await world.odoo.write('res.partner', [partner], { function: 'Author' });

    await world.sync();
    await world.sync();
    const gone = await tags();
    const kept = (await world.odoo.contact(email))?.tags;
    await world.odoo.write('res.partner', [partner], { function: 'Editor' });
    await world.sync();

    expect([exported, gone, await tags()]).toEqual([['Kept in Odoo'], [], ['Kept in Odoo']]);
    expect(kept).toEqual(['Kept in Odoo']);
  });
}

function careful(odoo: TestOdoo): void {
  it('B28: a domain that suddenly matches nothing is an error, not a mass exit', async () => {
    await using world = await openWorld(odoo, {
      audience: rule('Rule D'),
      policies: { on_filter_exit: 'archive' },
    });
    const partner = await customer(world, 'alone@rule-farm.com', 'Rule D');
    await world.autoExport();
    await without(world, partner, 'Rule D');

    await expect(world.autoExport()).rejects.toMatchObject({ code: 'limits.empty_domain' });

    expect((await world.mailchimp.member('alone@rule-farm.com'))?.status).toBe('subscribed');
    await world.autoExport({ allowLarge: true });
    expect((await world.mailchimp.member('alone@rule-farm.com'))?.status).toBe('archived');
  });

  it('B28: the new members of a scheduled export count', async () => {
    await using world = await openWorld(odoo, { audience: rule('Rule E'), limits: { max_changes: 2 } });
    for (const name of ['a', 'b', 'c']) await customer(world, `${name}@many-farm.com`, 'Rule E');

    await expect(world.autoExport()).rejects.toMatchObject({ code: 'limits.exceeded' });

    expect(await world.mailchimp.count()).toBe(0);
    expect(await world.odoo.contact('a@many-farm.com')).toBeNull();
  });

  it('B21: a bad record does not stop it, and waits for its pause', async () => {
    await using world = await openWorld(odoo, { audience: rule('Rule F') });
    const fake = await customer(world, 'fake@example.com', 'Rule F');
    await customer(world, 'good@rule-farm.com', 'Rule F');

    const first = await world.autoExport();
    const second = await world.autoExport();
    await world.odoo.write('res.partner', [fake], { email: 'mended@rule-farm.com' });
    const third = await world.autoExport();

    expect(first.totals).toMatchObject({ created: 1, failed: 1 });
    expect(second.totals).toMatchObject({ created: 0, failed: 0 });
    expect(third.totals).toMatchObject({ created: 1, failed: 0 });
  });
}
