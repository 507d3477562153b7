import { expect, it } from '@jest/globals';
import { bothTaps } from '../support/both-taps.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openWorld, type World } from '../support/world/open-world.js';

const domain = 'address-farm.com';

/** Ana on both sides, whom the bridge knows. */
async function knows(world: World, email: string): Promise<number> {
  const id = await world.odoo.hasContact({ name: 'Ana Sousa', email, tags: ['VIP'] });
  await world.sync();
  await world.exportContacts();
  return id;
}

const correct = (world: World, id: number, email: string): Promise<void> =>
  world.odoo.write('mailing.contact', [id], { email });

async function writesOf(world: World): Promise<string[]> {
  const { by_route: routes } = await world.mailchimp.requests();
  return Object.keys(routes).filter((route) => !route.startsWith('GET'));
}

function bounced(odoo: TestOdoo): void {
  it('B49: a bounced address that is corrected becomes a new member, and the contact is theirs', async () => {
    await using world = await openWorld(odoo);
    const [old, fresh] = [`typo@${domain}`, `right@${domain}`];
    const id = await knows(world, old);
    await world.mailchimp.persona(old, 'bounce');
    await world.sync();
    await correct(world, id, fresh);

    const run = await world.sync();
    await world.mailchimp.control('DELETE', '/requests');
    const again = await world.sync();
    const writes = await writesOf(world);
    const member = await world.mailchimp.member(fresh);
    const contact = await world.odoo.contact(fresh);
    await world.mailchimp.persona(fresh, 'unsubscribe');
    await world.sync();

    expect(run.failures).toEqual([]);
    expect(member).toMatchObject({ status: 'subscribed', merge_fields: { FNAME: 'Ana', LNAME: 'Sousa' } });
    expect(member?.tags.map(({ name }) => name)).toEqual(['VIP']);
    expect(contact).toMatchObject({ id, optOut: false });
    expect([again.failures, writes]).toEqual([[], []]);
    expect((await world.mailchimp.member(old))?.status).toBe('cleaned');
    expect([await world.odoo.isBlacklisted(old), await world.odoo.isBlacklisted(fresh)]).toEqual([
      true,
      false,
    ]);
    expect(await world.odoo.contact(fresh)).toMatchObject({ id, optOut: true });
  });

  it('B29, B49: a dry run says so, and an opt-in with it', async () => {
    await using world = await openWorld(odoo);
    const [old, fresh] = [`dry.typo@${domain}`, `dry.right@${domain}`];
    const id = await knows(world, old);
    await world.mailchimp.persona(old, 'bounce');
    await world.sync();
    await correct(world, id, fresh);

    const { plan } = await world.updateContacts({ dryRun: true });

    expect(plan).toMatchObject([
      {
        side: 'mailchimp',
        action: 'create',
        email: fresh,
        changes: { status: { from: null, to: 'subscribed' } },
      },
      { side: 'odoo', action: 'opt_in', email: fresh, changes: { opt_out: { from: true, to: false } } },
    ]);
    expect(await world.mailchimp.member(fresh)).toBeNull();
  });

  it('B9, B49: a new one that is to confirm first is opted out until then', async () => {
    await using world = await openWorld(odoo, { policies: { new_member_status: 'pending' } });
    const [old, fresh] = [`ask.typo@${domain}`, `ask.right@${domain}`];
    await world.mailchimp.has({ email_address: old, status: 'subscribed' });
    await world.sync();
    const { id } = (await world.odoo.contact(old)) ?? { id: 0 };
    await world.mailchimp.persona(old, 'bounce');
    await world.sync();
    await correct(world, id, fresh);

    await world.sync();
    await world.sync();
    const before = [(await world.mailchimp.member(fresh))?.status, (await world.odoo.contact(fresh))?.optOut];
    await world.mailchimp.persona(fresh, 'confirm');
    await world.sync();

    expect(before).toEqual(['pending', true]);
    expect(await world.odoo.contact(fresh)).toMatchObject({ id, optOut: false });
  });

  it('B49: a customer’s, too', async () => {
    await using world = await openWorld(odoo);
    const [old, fresh] = [`customer.typo@${domain}`, `customer.right@${domain}`];
    const partner = await world.odoo.create('res.partner', { name: 'Rui Alves', email: old });
    const request = {
      model: 'res.partner' as const,
      selection: { by: 'ids' as const, ids: [partner] },
      audiences: [world.audienceId],
    };
    await world.exportContacts(request);
    await world.mailchimp.persona(old, 'bounce');
    await world.sync();
    await world.odoo.write('res.partner', [partner], { email: fresh });

    const run = await world.exportContacts(request);
    const again = await world.exportContacts(request);

    expect(run.failures).toEqual([]);
    expect(again.totals).toMatchObject({ created: 0, updated: 0, unchanged: 1, failed: 0 });
    expect(await world.mailchimp.member(fresh)).toMatchObject({
      status: 'subscribed',
      merge_fields: { FNAME: 'Rui', LNAME: 'Alves' },
    });
    expect(await world.odoo.contacts(fresh)).toMatchObject([{ optOut: false }]);
    expect(await world.odoo.contact(old)).toMatchObject({ optOut: true });
    expect((await world.mailchimp.member(old))?.status).toBe('cleaned');
  });

  it('B14, B49: a run whose answer is lost is made good by the next one', async () => {
    await using taps = await bothTaps();
    await using world = await openWorld(odoo, { taps });
    const [old, fresh] = [`lost.typo@${domain}`, `lost.right@${domain}`];
    const id = await knows(world, old);
    await world.mailchimp.persona(old, 'bounce');
    await world.sync();
    await correct(world, id, fresh);
    taps.mailchimp.reset({
      before: async ({ method, path, body }) => {
        if (method === 'GET') return;
        await world.mailchimp.api(
          method as 'PUT',
          path.slice(path.indexOf('/lists/')),
          JSON.parse(body) as object,
        );
        world.abort();
        throw new Error('the answer is lost');
      },
    });

    await world.sync().catch(() => undefined);
    taps.reset();
    await world.restart();
    const halfway = [
      (await world.mailchimp.member(fresh))?.status,
      (await world.odoo.contact(fresh))?.optOut,
    ];
    await world.sync();
    await world.sync();

    expect(halfway).toEqual(['subscribed', true]);
    expect((await world.mailchimp.member(fresh))?.status).toBe('subscribed');
    expect(await world.odoo.contacts(fresh)).toMatchObject([{ id, optOut: false }]);
  });
}

function left(odoo: TestOdoo): void {
  it.each([
    [
      'had unsubscribed before',
      async (world: World, email: string) => {
        await world.mailchimp.persona(email, 'unsubscribe');
        await world.sync();
        await world.mailchimp.api('PATCH', `/lists/${world.audienceId}/members/${email}`, {
          status: 'cleaned',
        });
      },
    ],
    [
      'had opted out in Odoo',
      async (world: World, email: string) => {
        await world.odoo.setOptOut(email, true);
        await world.mailchimp.persona(email, 'bounce');
      },
    ],
    [
      'is known as cleaned only',
      async (world: World, email: string) => {
        await world.mailchimp.persona(email, 'bounce');
        await world.forget();
      },
    ],
  ])('B49: who %s is subscribed under no other address, and refused once', async (title, leave) => {
    await using world = await openWorld(odoo, { policies: { resubscribe: 'subscribed' } });
    const name = title.toLowerCase().replaceAll(/\W/gu, '.');
    const [old, fresh] = [`${name}.old@${domain}`, `${name}.new@${domain}`];
    const id = await knows(world, old);
    await leave(world, old);
    await world.sync();
    await correct(world, id, fresh);

    const first = await world.sync();
    await world.mailchimp.control('DELETE', '/requests');
    const second = await world.sync();

    expect(first.failures).toMatchObject([{ id, code: 'mailchimp.cannot_rename' }]);
    expect([second.failures, await writesOf(world)]).toEqual([[], []]);
    expect(await world.mailchimp.member(fresh)).toBeNull();
    expect((await world.mailchimp.member(old))?.status).toBe('cleaned');
    expect(await world.odoo.contact(fresh)).toMatchObject({ optOut: true });
  });

  it('B49: an address that is on the blacklist is no new member', async () => {
    await using world = await openWorld(odoo);
    const [old, fresh] = [`listed.old@${domain}`, `listed.new@${domain}`];
    const id = await knows(world, old);
    await world.mailchimp.persona(old, 'bounce');
    await world.sync();
    await world.odoo.create('mail.blacklist', { email: fresh });
    await correct(world, id, fresh);

    await world.sync();

    expect(await world.mailchimp.member(fresh)).toBeNull();
    expect(await world.odoo.contact(fresh)).toMatchObject({ optOut: true });
  });
}

function taken(odoo: TestOdoo): void {
  it.each(['sync', 'update'] as const)(
    'B17, B49: a new address that an archived member has is a failed record with a remedy (%s)',
    async (command) => {
      await using world = await openWorld(odoo);
      const [old, archived] = [`moves.${command}@${domain}`, `archived.${command}@${domain}`];
      await world.mailchimp.has({ email_address: archived, status: 'archived' });
      const id = await knows(world, old);
      await correct(world, id, archived);

      const run = await (command === 'sync' ? world.sync() : world.updateContacts());

      expect(run.totals.failed).toBe(1);
      expect(run.failures).toMatchObject([
        { id, code: 'export.address_taken', description: expect.stringContaining(archived) },
      ]);
      expect((await world.mailchimp.member(old))?.status).toBe('subscribed');
      expect((await world.mailchimp.member(archived))?.status).toBe('archived');
    },
  );
}

describeOdoo('a new e-mail for who can’t be renamed', (odoo) => {
  bounced(odoo);
  left(odoo);
  taken(odoo);
});
