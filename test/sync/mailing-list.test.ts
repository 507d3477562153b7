import { describe, expect, it } from '@jest/globals';
import { openBridge } from '../../src/app/open-bridge.js';
import { systemClock } from '../../src/support/clock.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openWorld, type World } from '../support/world/open-world.js';

const [left, stayed] = ['left@list-farm.com', 'stayed@list-farm.com'];

describeOdoo('B51: the mailing list of an audience', (odoo) => {
  describe('that is no longer what it was', () => changed(odoo));
  describe('that another audience has', () => shared(odoo));
});

function changed(odoo: TestOdoo): void {
  it('B51: archived: no second list is made, opt-outs of both sides still travel, and the run says so', async () => {
    await using world = await withTwoMembers(odoo);
    const listId = await world.odoo.mailingListId();
    await world.odoo.write('mailing.list', [listId], { active: false });
    await optOutById(world, left, listId);
    await world.mailchimp.persona(stayed, 'unsubscribe');
    await world.mailchimp.has({ email_address: 'new@list-farm.com', status: 'subscribed' });

    const end = await codeOf(world.sync());

    expect(end).toBe('list.archived');
    expect(await listsNamed(world)).toBe(1);
    expect((await world.mailchimp.member(left))?.status).toBe('unsubscribed');
    expect(await optOutOf(world, stayed, listId)).toEqual([true]);
    expect(await world.odoo.contact('new@list-farm.com')).toBeNull();

    await world.odoo.write('mailing.list', [listId], { active: true });

    expect(await codeOf(world.sync())).toBe('done');
    expect(await world.odoo.contact('new@list-farm.com')).not.toBeNull();
  });

  it('B51: merged into another: who opts out there is unsubscribed, and nobody else', async () => {
    await using world = await withTwoMembers(odoo);
    const listId = await world.odoo.mailingListId();
    const target = await world.odoo.create('mailing.list', { name: `${nameOf(world)} merged` });
    await world.odoo.mergeLists(listId, target);
    await optOutById(world, left, target);

    const end = await codeOf(world.sync());

    expect(end).toBe('list.archived');
    expect((await world.mailchimp.member(left))?.status).toBe('unsubscribed');
    expect((await world.mailchimp.member(stayed))?.status).toBe('subscribed');
    expect(await listsNamed(world)).toBe(1);
  });

  it('B51: deleted: no other is made, neither by a run nor by audiences fetch', async () => {
    await using world = await withTwoMembers(odoo);
    await world.odoo.call('mailing.list', 'unlink', { ids: [await world.odoo.mailingListId()] });

    const ends = [await codeOf(world.sync()), await codeOf(world.bridge.fetchAudiences({ dryRun: false }))];

    expect(ends).toEqual(['list.gone', 'list.gone']);
    expect(await listsNamed(world)).toBe(0);
    expect((await world.mailchimp.member(stayed))?.status).toBe('subscribed');
  });

  it('B51: renamed: it stays bound where no name is configured, and is asked about where one is', async () => {
    await using world = await withTwoMembers(odoo);
    const listId = await world.odoo.mailingListId();
    const renamed = `${nameOf(world)} 2`;
    await world.odoo.write('mailing.list', [listId], { name: renamed });

    const named = await codeOf(world.sync());
    await world.reopen({ mailing_list: undefined });
    const unnamed = await codeOf(world.sync());
    const [audience] = await world.bridge.fetchAudiences({ dryRun: false });

    expect(named).toBe('list.renamed');
    expect(unnamed).toBe('done');
    expect(audience?.mailing_list).toEqual({ id: listId, name: renamed });
  });

  it('B51: renamed, and the store is lost: it is known by its claim, and no other is made', async () => {
    await using world = await withTwoMembers(odoo);
    const listId = await world.odoo.mailingListId();
    const renamed = `${nameOf(world)} 2`;
    await world.odoo.write('mailing.list', [listId], { name: renamed });
    await world.forget();
    await optOutById(world, left, listId);

    const named = [await codeOf(world.sync()), await codeOf(world.sync())];
    const made = await listsNamed(world);
    await world.reopen({ mailing_list: undefined });
    const unnamed = await codeOf(world.sync());
    const [audience] = await world.bridge.fetchAudiences({ dryRun: false });

    expect(named).toEqual(['list.renamed', 'list.renamed']);
    expect((await world.mailchimp.member(left))?.status).toBe('unsubscribed');
    expect(made).toBe(0);
    expect(unnamed).toBe('done');
    expect(audience?.mailing_list).toEqual({ id: listId, name: renamed });
  });

  it('B51: another name in the account file binds a list that exists, and makes none', async () => {
    await using world = await withTwoMembers(odoo);
    const other = `${nameOf(world)} other`;
    await world.reopen({ mailing_list: other });
    const missing = await codeOf(world.sync());
    const made = await world.odoo.search('mailing.list', [['name', '=', other]], ['name']);
    const otherId = await world.odoo.create('mailing.list', { name: other });

    const bound = await codeOf(world.sync());
    const [audience] = await world.bridge.fetchAudiences({ dryRun: false });

    expect(missing).toBe('list.missing');
    expect(made).toEqual([]);
    expect(bound).toBe('done');
    expect(audience?.mailing_list).toEqual({ id: otherId, name: other });
  });
}

function shared(odoo: TestOdoo): void {
  it('B51: of this account is not bound by a second one of the same name', async () => {
    await using world = await withTwoMembers(odoo);
    const second = 'b46b143237';
    await world.mailchimp.control('POST', '/audiences', { id: second, name: nameOf(world) });
    const [first] = world.config.audiences;
    const audiences = [{ ...first, id: second, mailing_list: undefined }, ...world.config.audiences];
    const bridge = await openBridge({ ...world.config, audiences } as typeof world.config, deps());

    const { runs, stopped } = await bridge.sync({ audiences: [], dryRun: false, allowLarge: false });
    await bridge.close();

    expect(stopped.map(({ code }) => code)).toEqual(['list.taken']);
    expect(stopped[0]?.message).toContain(world.audienceId);
    expect(runs.map(({ audience }) => audience)).toEqual([world.audienceId]);
  });

  it('B51: of another account on the same Odoo is not bound either, and nobody gets to its audience', async () => {
    await using world = await withTwoMembers(odoo);
    await using other = await openWorld(odoo, { name: nameOf(world) });
    const config = { ...other.config, account: 'second' };
    const bridge = await openBridge(config, deps());

    const { stopped } = await bridge.sync({ audiences: [], dryRun: false, allowLarge: false });
    const exported = await codeOf(
      bridge.exportContacts({
        ...{ model: 'mailing.contact', selection: { by: 'all' } },
        ...{ audiences: [], dryRun: false, allowLarge: false },
      }),
    );
    await bridge.close();

    expect(stopped.map(({ code }) => code)).toEqual(['list.taken']);
    expect(stopped[0]?.message).toContain('of account test');
    expect(exported).toBe('list.taken');
    expect(await other.mailchimp.count()).toBe(0);
  });
}

/** Both subscribed, on both sides. */
async function withTwoMembers(odoo: TestOdoo): Promise<World> {
  const world = await openWorld(odoo);
  await world.mailchimp.has(
    { email_address: left, status: 'subscribed' },
    { email_address: stayed, status: 'subscribed' },
  );
  await world.sync();
  return world;
}

const deps = () => ({
  clock: systemClock,
  progress: () => undefined,
  signal: new AbortController().signal,
  wait: false,
});

const nameOf = ({ config }: World): string => config.audiences[0]?.mailing_list ?? '';

/** Archived ones, too. */
async function listsNamed(world: World): Promise<number> {
  const domain = [
    ['name', '=', nameOf(world)],
    ['active', 'in', [true, false]],
  ];
  return (await world.odoo.search('mailing.list', domain, ['name'])).length;
}

async function rowsOf(world: World, email: string, listId: number) {
  const domain = [
    ['contact_id.email_normalized', '=', email],
    ['list_id', '=', listId],
  ];
  return world.odoo.search(world.odoo.session.capabilities.subscriptionModel, domain, ['opt_out']);
}

async function optOutById(world: World, email: string, listId: number): Promise<void> {
  const ids = (await rowsOf(world, email, listId)).map(({ id }) => id);
  await world.odoo.write(world.odoo.session.capabilities.subscriptionModel, ids, { opt_out: true });
}

async function optOutOf(world: World, email: string, listId: number): Promise<unknown[]> {
  return (await rowsOf(world, email, listId)).map((row) => row.opt_out);
}

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'done',
    (error: unknown) => (error as { code?: unknown }).code,
  );
}
