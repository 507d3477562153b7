import { describe, expect, it } from '@jest/globals';
import { liveChanges } from '../../../src/sync/live/live-changes.js';
import { liveUpdate } from '../../../src/sync/live/live-update.js';
import type { RunSummary } from '../../../src/sync/run/run-summary.js';
import { describeOdoo, type TestOdoo } from '../../support/staging/describe-odoo.js';
import { openEventDesk, type EventDesk } from '../../support/world/event-desk.js';
import { openWorld, type World } from '../../support/world/open-world.js';
import { ShiftedClock } from '../../support/world/shifted-clock.js';

interface Scene extends AsyncDisposable {
  ana: string;
  world: World;
  clock: ShiftedClock;
  desk: EventDesk;
  /** One look at Odoo, and what it led to; null: nothing. */
  look(): Promise<RunSummary | null>;
}

let scenes = 0;

async function scene(odoo: TestOdoo, settings: Parameters<typeof openWorld>[1] = {}): Promise<Scene> {
  scenes += 1;
  const ana = `ana.live.${scenes}@oakline-farm.com`;
  const world = await openWorld(odoo, settings);
  await world.mailchimp.has({
    email_address: ana,
    status: 'subscribed',
    merge_fields: { FNAME: 'Ana', LNAME: 'S' },
  });
  await world.fetch();
  const clock = new ShiftedClock();
  const desk = await openEventDesk(world, clock);
  const look = async (): Promise<RunSummary | null> => {
    const [audience] = desk.context.config.audiences;
    if (audience === undefined) return null;
    const changes = await liveChanges(desk.context, audience);
    return changes === null ? null : liveUpdate(desk.context, audience, changes);
  };
  return {
    ...{ ana, world, clock, desk, look },
    async [Symbol.asyncDispose]() {
      await desk.close();
      await world.close();
    },
  };
}

const rename = async ({ world, ana }: Scene, name: string): Promise<void> => {
  const contact = await world.odoo.contact(ana);
  await world.odoo.write('mailing.contact', [contact?.id ?? 0], { name });
};

describeOdoo('B20: between two syncs', (odoo) => {
  describe('what changes in Odoo', () => changes(odoo));
  describe('and the syncs', () => besides(odoo));
});

function changes(odoo: TestOdoo): void {
  it('goes to MailChimp at the next look; the first look only learns where to begin', async () => {
    await using at = await scene(odoo);

    const first = await at.look();
    await rename(at, 'Anita Sousa');
    const second = await at.look();
    // Another edit in the same second would look like the first: one look more when that is over.
    at.clock.advance(11);
    const third = await at.look();
    const fourth = await at.look();

    expect([first, second?.totals.updated, third?.totals.updated, fourth]).toEqual([null, 1, 0, null]);
    expect((await at.world.mailchimp.member(at.ana))?.merge_fields).toMatchObject({ FNAME: 'Anita' });
  });

  it('B25: an opt-out travels, also when auto_update_contact is off', async () => {
    await using at = await scene(odoo, { member_options: { auto_update_contact: false } });
    await at.look();
    await rename(at, 'Anita Sousa');
    await at.world.odoo.setOptOut(at.ana, true);

    await at.look();

    const member = await at.world.mailchimp.member(at.ana);
    expect(member).toMatchObject({ status: 'unsubscribed', merge_fields: { FNAME: 'Ana' } });
  });

  it('B24: nobody who has just unsubscribed in MailChimp is subscribed by it', async () => {
    await using at = await scene(odoo);
    await at.look();
    await at.world.mailchimp.persona(at.ana, 'unsubscribe');
    await rename(at, 'Anita Sousa');

    await at.look();

    expect(await at.world.mailchimp.member(at.ana)).toMatchObject({ status: 'unsubscribed' });
  });

  it('B34: an import of ours is seen as a change, sends nothing, and leaves no run behind', async () => {
    await using at = await scene(odoo);
    await at.look();
    await at.world.mailchimp.persona(at.ana, 'unsubscribe');
    await at.desk.settle();
    await at.world.mailchimp.control('DELETE', '/requests');

    const run = await at.look();

    expect(run?.totals).toMatchObject({ created: 0, updated: 0, failed: 0 });
    const routes = Object.keys((await at.world.mailchimp.requests()).by_route);
    expect(routes.filter((route) => !route.startsWith('GET'))).toEqual([]);
    expect(await at.desk.store.runs.last('auto-update', at.world.audienceId)).toBeNull();
  });

  it('of somebody else costs a look and no more', async () => {
    await using at = await scene(odoo);
    // The second goes over what was written shortly before the first: a transaction may have been late.
    await at.look();
    at.clock.advance(11);
    await at.look();
    await at.world.odoo.create('res.partner', { name: 'Rui', email: `rui.${at.ana}` });
    await at.world.mailchimp.control('DELETE', '/requests');

    expect(await at.look()).toBeNull();

    expect((await at.world.mailchimp.requests()).total).toBe(0);
  });
}

function besides(odoo: TestOdoo): void {
  it('it begins where the last sync has ended', async () => {
    await using at = await scene(odoo);
    await at.world.sync();
    await rename(at, 'Anita Sousa');

    expect((await at.look())?.totals.updated).toBe(1);
  });

  it('what it has seen is still new to the auto-export of a sync', async () => {
    await using at = await scene(odoo, {
      audience: { auto_export: { model: 'mailing.contact', domain: [] } },
    });
    const id = await at.world.odoo.hasContact({ email: '' });
    await at.world.sync();
    await at.look();
    const rui = `rui.${at.ana}`;
    await at.world.odoo.write('mailing.contact', [id], { email: rui });
    await at.look();

    await at.world.sync();

    expect(await at.world.mailchimp.member(rui)).toMatchObject({ status: 'subscribed' });
  });
}
