import { expect, it } from '@jest/globals';
import { liveChanges } from '../../src/sync/live/live-changes.js';
import { liveUpdate } from '../../src/sync/live/live-update.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openEventDesk } from '../support/world/event-desk.js';
import { openWorld, type World } from '../support/world/open-world.js';

/** A member in both. */
async function hasMember(world: World): Promise<string> {
  const email = `ana.${await world.odoo.mailingListId()}@at-once-farm.com`;
  await world.mailchimp.has({
    ...{ email_address: email, status: 'subscribed' },
    merge_fields: { FNAME: 'Ana', LNAME: 'Sousa' },
  });
  await world.fetch();
  return email;
}

/** Somebody deletes a merge field that the account file maps. */
const loses = (world: World, tag: string): Promise<void> => world.mailchimp.changeMergeField(tag, null);

function event(odoo: TestOdoo): void {
  it.each([
    ['unsubscribe', { optOut: true }],
    ['bounce', { optOut: true }],
  ] as const)('B45: the event of %s carries the opt-out though the mapping is broken', async (action, is) => {
    await using world = await openWorld(odoo);
    const email = await hasMember(world);
    await using desk = await openEventDesk(world);
    await loses(world, 'LNAME');
    await world.mailchimp.persona(email, action);

    const told = await desk.settle();

    expect(told).toEqual([expect.stringContaining(': put_off')]);
    expect(await world.odoo.contact(email)).toMatchObject(is);
    expect(await world.odoo.isBlacklisted(email)).toBe(action === 'bounce');
  });
}

function live(odoo: TestOdoo): void {
  it('B45: a live look carries an opt-out though the mapping is broken', async () => {
    await using world = await openWorld(odoo);
    const email = await hasMember(world);
    await using desk = await openEventDesk(world);
    const { context } = desk;
    const [audience] = context.config.audiences;
    if (audience === undefined) throw new Error('no audience');
    // The first look only learns where to begin.
    await liveChanges(context, audience);
    await loses(world, 'LNAME');
    await world.odoo.setOptOut(email, true);

    const changes = await liveChanges(context, audience);
    if (changes === null) throw new Error('no changes');
    const failure = await liveUpdate(context, audience, changes).catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: 'config.mapping' });
    expect((await world.mailchimp.member(email))?.status).toBe('unsubscribed');
  });
}

describeOdoo('consent at once', (odoo) => {
  event(odoo);
  live(odoo);
});
