import { describe, expect, it } from '@jest/globals';
import { installAddon } from '../../../src/addon/engine/manage-addon.js';
import { pokeUrl } from '../../../src/app/poke-token.js';
import type { Clock } from '../../../src/support/clock.js';
import { eventually } from '../../support/eventually.js';
import { AddonOdoo } from '../../addon/addon-odoo.js';
import { describeOdoo, type TestOdoo } from '../../support/staging/describe-odoo.js';
import { importedMembers } from '../../support/world/imported-members.js';
import { openWorld, type World } from '../../support/world/open-world.js';
import { openService } from '../../support/world/service.js';
import { AddonSide } from '../addon/addon-side.js';

describeOdoo('serve', (odoo) => {
  describe('B32: what people do in MailChimp is in Odoo at once', () => events(odoo));
  describe('B34: no echo', () => silence(odoo));
});

describeOdoo(
  'serve, where the addon is',
  (odoo) => {
    describe('B38: what people ask for in Odoo is done', () => {
      addon(odoo);
      jobs(odoo);
    });
  },
  { template: 'addon' },
);

function events(odoo: TestOdoo): void {
  it('someone unsubscribes, and Odoo shows it', async () => {
    await using world = await openWorld(odoo);
    const [ana = '', rui = ''] = await importedMembers(world, 2);
    await using service = await openService(world);

    await world.mailchimp.persona(ana, 'unsubscribe');
    await service.settled();

    expect(await world.odoo.contact(ana)).toMatchObject({ optOut: true });
    expect(await world.odoo.contact(rui)).toMatchObject({ optOut: false });
  });

  it('all that a persona can do arrives, told twice and in any order', async () => {
    await using world = await openWorld(odoo, { member_options: { override_contact_name: true } });
    const [one = '', two = '', three = '', four = '', five = ''] = await importedMembers(world, 5);
    await using service = await openService(world);
    await world.mailchimp.control('PUT', '/knobs', { webhook_duplicate: true, webhook_reorder: 0.5 });
    const renamed = `renamed.${four}`;

    await world.mailchimp.persona(one, 'complain');
    await world.mailchimp.persona(two, 'bounce');
    await world.mailchimp.persona(three, 'profile', { merge_fields: { FNAME: 'Anabela' } });
    await world.mailchimp.persona(four, 'change_email', { new_email: renamed });
    await world.mailchimp.persona(five, 'delete_permanent');
    await world.mailchimp.persona(`new.${one}`, 'subscribe');
    await service.settled();

    expect(await world.odoo.contact(one)).toMatchObject({ optOut: true });
    expect(await world.odoo.isBlacklisted(two)).toBe(true);
    expect(await world.odoo.contact(three)).toMatchObject({ name: 'Anabela Sousa' });
    expect([await world.odoo.contact(four), (await world.odoo.contact(renamed))?.optOut]).toEqual([
      null,
      false,
    ]);
    expect(await world.odoo.contact(five)).toBeNull();
    expect(await world.odoo.contacts(`new.${one}`)).toMatchObject([{ optOut: false }]);
  });

  it('B25: and an opt-out in Odoo is in MailChimp without any event', async () => {
    await using world = await openWorld(odoo);
    const [ana = ''] = await importedMembers(world, 1);
    await using service = await openService(world);

    await world.odoo.setOptOut(ana, true);
    await service.cycles(1);

    await eventually(
      'unsubscribed',
      async () => (await world.mailchimp.member(ana))?.status === 'unsubscribed',
    );
  });
}

function silence(odoo: TestOdoo): void {
  it('100 edits on each side settle, although MailChimp tells of the API’s as well, and then nobody writes', async () => {
    await using world = await openWorld(odoo, { member_options: { override_contact_name: true } });
    const emails = await importedMembers(world, 180);
    await using service = await openService(world, { api: true });
    const [theirs, ours] = [emails.slice(0, 100), emails.slice(80)];

    await Promise.all([
      renameInOdoo(world, ours, 'Rui Reis'),
      renameInMailchimp(world, theirs, 'Eva', 'Melo'),
    ]);
    await eventually('both sides agree', () => agree(world, emails));
    await service.settled();
    await eventually('no more writes', async () => {
      const before = await writes();
      await service.cycles(2);
      return before === (await writes());
    });

    const before = await writes();
    await service.cycles(3);
    for (let cycle = 0; cycle < 3; cycle += 1) await world.sync();
    expect(await writes()).toBe(before);
    expect(await agree(world, emails)).toBe(true);
    expect(before).toContain('mailing.contact.write');

    async function writes(): Promise<string> {
      const { by_route: routes } = await world.mailchimp.requests();
      const mailchimp = Object.entries(routes).filter(([route]) => !route.startsWith('GET'));
      return JSON.stringify([mailchimp, await service.odooWrites(), await writeDates(world)]);
    }
  }, 300_000);
}

async function renameInOdoo({ odoo }: World, emails: readonly string[], name: string): Promise<void> {
  const found = await odoo.search('mailing.contact', [['email', 'in', emails]], ['id']);
  // One transaction each, as people do it.
  for (const { id } of found) await odoo.write('mailing.contact', [id], { name });
}

async function renameInMailchimp(
  { mailchimp, audienceId }: World,
  emails: readonly string[],
  FNAME: string,
  LNAME: string,
): Promise<void> {
  for (const email of emails)
    await mailchimp.api('PATCH', `/lists/${audienceId}/members/${email}`, { merge_fields: { FNAME, LNAME } });
}

/** Whether everyone has been edited and has the same name on both sides. */
async function agree({ odoo, mailchimp, audienceId }: World, emails: readonly string[]): Promise<boolean> {
  const rows = await odoo.search('mailing.contact', [['email', 'in', emails]], ['email', 'name']);
  const fields = 'members.email_address,members.merge_fields';
  const answer = await mailchimp.api('GET', `/lists/${audienceId}/members?count=1000&fields=${fields}`);
  const { members: all } = answer as {
    members: { email_address: string; merge_fields: { FNAME: string; LNAME: string } }[];
  };
  const names = new Map(
    all.map(({ email_address: email, merge_fields: { FNAME, LNAME } }) => [email, `${FNAME} ${LNAME}`]),
  );
  return rows.every(({ email, name }) => name !== 'Ana Sousa' && name === names.get(email as string));
}

async function writeDates({ odoo }: World): Promise<unknown> {
  const listId = await odoo.mailingListId();
  const { subscriptionModel } = odoo.session.capabilities;
  return [
    await odoo.search('mailing.contact', [['list_ids', 'in', [listId]]], ['write_date']),
    await odoo.search(subscriptionModel, [['list_id', '=', listId]], ['write_date']),
  ];
}

function addon(odoo: TestOdoo): void {
  it('B37: the columns follow what webhooks tell', async () => {
    await using world = await openWorld(odoo);
    const shown = new AddonSide(world);
    const [one = '', two = '', three = ''] = await importedMembers(world, 3);
    await using service = await openService(world);

    await world.mailchimp.persona(one, 'unsubscribe');
    await world.mailchimp.persona(two, 'bounce');
    await world.mailchimp.persona(`new.${one}`, 'subscribe');
    await service.settled();

    const all = [one, two, three, `new.${one}`];
    expect(await Promise.all(all.map((email) => shown.status(email)))).toEqual([
      ...['unsubscribed', 'cleaned', 'subscribed', 'subscribed'],
    ]);
  });

  it('B39: and so do the counters of the audience', async () => {
    await using world = await openWorld(odoo);
    const shown = new AddonSide(world);
    const [ana = ''] = await importedMembers(world, 2);
    await world.sync();
    await using service = await openService(world);

    await world.mailchimp.persona(ana, 'unsubscribe');
    await service.settled();

    await eventually('counted', async () => {
      const row = await shown.audience(['x_count_subscribed', 'x_count_unsubscribed']);
      return row.x_count_subscribed === 1 && row.x_count_unsubscribed === 1;
    });
  });
}

function jobs(odoo: TestOdoo): void {
  /** Somebody clicks on Fetch Members. */
  async function ask(world: World): Promise<() => Promise<string>> {
    const admin = await AddonOdoo.connect(odoo);
    const { id } = await new AddonSide(world).audience(['id']);
    await admin.runAction(
      await admin.ref('__odoo_mailchimp__.action_fetch_members'),
      'x_mailchimp_audience',
      [id],
    );
    await admin.close();
    return async () => {
      const found = await world.odoo.search('x_mailchimp_job', [], ['x_state']);
      return found.at(-1)?.x_state as string;
    };
  }

  it('by looking every two seconds', async () => {
    await using world = await openWorld(odoo);
    await world.bridge.fetchAudiences({ dryRun: false });
    await using service = await openService(world);
    await world.mailchimp.has({ email_address: 'asked@job-farm.com', status: 'subscribed' });

    const state = await ask(world);

    await eventually('the job is done', async () => (await state()) === 'done');
    expect(await service.called('x_mailchimp_job.search_read')).toBeGreaterThan(0);
    expect(await world.odoo.contact('asked@job-farm.com')).toMatchObject({ optOut: false });
  });

  if (odoo.version >= 17) {
    it('at once when Odoo calls, without any look of its own', async () => {
      await using world = await openWorld(odoo);
      await world.bridge.fetchAudiences({ dryRun: false });
      // Whatever waits, waits for ever.
      await using service = await openService(world, { clock: sleeper });
      await installAddon(world.odoo.session, { dryRun: false, pokeUrl: pokeUrl(service.config) });
      await eventually(
        'the first look is over',
        async () => (await service.called('x_mailchimp_job.search_read')) > 0,
      );

      const state = await ask(world);

      await eventually('the job is done', async () => (await state()) === 'done');
      await installAddon(world.odoo.session, { dryRun: false, pokeUrl: null });
    });
  }
}

/** Nobody is woken by it; only wake signals do. */
const sleeper: Clock = {
  now: () => new Date(),
  sleep: (_ms, signal) =>
    new Promise((_, reject) => {
      const end = (): void => reject(new Error('woken'));
      if (signal?.aborted === true) end();
      else signal?.addEventListener('abort', end, { once: true });
    }),
};
