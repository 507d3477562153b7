import { expect, it } from '@jest/globals';
import { liveChanges } from '../../../src/sync/live/live-changes.js';
import { liveUpdate } from '../../../src/sync/live/live-update.js';
import { describeOdoo, type TestOdoo } from '../../support/staging/describe-odoo.js';
import { openEventDesk, type EventDesk } from '../../support/world/event-desk.js';
import { openWorld, type World } from '../../support/world/open-world.js';
import { ShiftedClock } from '../../support/world/shifted-clock.js';

let scenes = 0;

interface Crowd extends AsyncDisposable {
  world: World;
  desk: EventDesk;
  clock: ShiftedClock;
  people: readonly string[];
  onList(): Promise<number>;
}

/** So many members, all of them contacts in Odoo, and somebody who works on what webhooks tell. */
async function crowd(odoo: TestOdoo, size: number): Promise<Crowd> {
  scenes += 1;
  const people = Array.from({ length: size }, (_, index) => `person.${scenes}.${index}@many-farm.com`);
  const world = await openWorld(odoo);
  await world.mailchimp.has(...people.map((email_address) => ({ email_address, status: 'subscribed' })));
  await world.sync();
  const clock = new ShiftedClock();
  const desk = await openEventDesk(world, clock);
  return {
    ...{ world, desk, clock, people },
    onList: () => world.odoo.countOnList(),
    async [Symbol.asyncDispose]() {
      await desk.close();
      await world.close();
    },
  };
}

async function each(emails: readonly string[], work: (email: string) => Promise<unknown>): Promise<void> {
  for (const email of emails) await work(email);
}

function tally(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

function removals(odoo: TestOdoo): void {
  it('B54: of 40 of 60 members deleted in MailChimp 12 go, and 28 events wait until a person lets them go', async () => {
    await using at = await crowd(odoo, 60);
    const { world, desk, people } = at;
    await each(people.slice(0, 40), (email) => world.mailchimp.persona(email, 'delete_permanent'));

    const outcomes = await desk.settle();
    const left = await at.onList();
    const again = await desk.work();
    const dry = await world.bridge.releaseEvents({ audiences: [], dryRun: true });
    const stillHeld = (await world.bridge.status()).inbox.held;
    const released = await world.bridge.releaseEvents({ audiences: [world.audienceId], dryRun: false });
    const after = await desk.work();

    expect(tally(outcomes)).toEqual({ 'unsubscribe: removed': 12, 'unsubscribe: held': 28 });
    expect(left).toBe(48);
    expect(again).toEqual([]);
    expect(dry).toMatchObject([{ audience: world.audienceId, events: 28 }]);
    expect(stillHeld).toBe(28);
    expect(released).toEqual(dry);
    expect(tally(after)).toEqual({ 'unsubscribe: removed': 28 });
    expect(await at.onList()).toBe(20);
    expect((await world.bridge.status()).inbox).toMatchObject({ held: 0, waiting: 0 });
  });

  it('B54: what others have changed in the last hour counts, whoever has done it and however often it stopped', async () => {
    await using at = await crowd(odoo, 30);
    const { world, desk, people, clock } = at;
    await each(people.slice(0, 4), (email) => world.mailchimp.persona(email, 'delete_permanent'));
    const first = await desk.settle();
    await world.restart();
    await using other = await openEventDesk(world, clock);
    await each(people.slice(4, 8), (email) => world.mailchimp.persona(email, 'delete_permanent'));

    const second = await desk.settle();
    clock.advance(61 * 60);
    await each(people.slice(8, 10), (email) => world.mailchimp.persona(email, 'delete_permanent'));
    const later = await other.settle();

    expect(tally(first)).toEqual({ 'unsubscribe: removed': 4 });
    expect(tally(second)).toEqual({ 'unsubscribe: removed': 1, 'unsubscribe: held': 3 });
    expect(tally(later)).toEqual({ 'unsubscribe: removed': 2 });
  });
}

function optOuts(odoo: TestOdoo): void {
  it('B25, B54: opt-outs have a count of their own, and no flood of other events keeps them back', async () => {
    await using at = await crowd(odoo, 30);
    const { world, desk, people } = at;
    await each(people.slice(0, 20), (email) => world.mailchimp.persona(email, 'delete_permanent'));
    const [leaves = ''] = people.slice(25);
    await world.mailchimp.persona(leaves, 'unsubscribe');

    await desk.settle();

    expect(await world.odoo.contact(leaves)).toMatchObject({ optOut: true });
  });

  it('B28, B54: more opt-outs in an hour than a run may carry are held, as a run stops, and none is lost', async () => {
    await using at = await crowd(odoo, 30);
    const { world, desk, people } = at;
    await each(people.slice(0, 10), (email) => world.mailchimp.persona(email, 'unsubscribe'));

    const outcomes = await desk.settle();
    const out = await world.odoo.countOnList(true);
    await world.bridge.releaseEvents({ audiences: [], dryRun: false });
    await desk.work();

    expect(tally(outcomes)).toEqual({ 'unsubscribe: updated': 6, 'unsubscribe: held': 4 });
    expect(out).toBe(6);
    expect(await world.odoo.countOnList(true)).toBe(10);
  });

  it('B54: events that change nobody are not held', async () => {
    await using at = await crowd(odoo, 30);
    const { world, desk, people } = at;
    await each(people.slice(0, 10), (email) => world.mailchimp.persona(email, 'unsubscribe'));
    await desk.settle();
    const [, , , , , , , , , , profile = ''] = people;
    const fresh = `fresh.${people[0]}`;
    await world.mailchimp.persona(profile, 'profile', { merge_fields: { LNAME: 'Sousa' } });
    await world.mailchimp.persona(fresh, 'subscribe');

    const outcomes = await desk.settle();

    expect(outcomes.filter((outcome) => outcome.endsWith('held'))).toEqual([]);
    expect(await world.odoo.contact(fresh)).toMatchObject({ optOut: false });
  });
}

function liveLooks(odoo: TestOdoo): void {
  it('B54: live looks add up, and what goes beyond waits for a run', async () => {
    await using at = await crowd(odoo, 30);
    const { world, desk, people } = at;
    const look = async (): Promise<unknown> => {
      const [audience] = desk.context.config.audiences;
      if (audience === undefined) return null;
      const changes = await liveChanges(desk.context, audience);
      return changes === null ? null : liveUpdate(desk.context, audience, changes);
    };
    await look();
    await each(people.slice(0, 4), (email) => world.odoo.setOptOut(email, true));
    await look();
    await each(people.slice(4, 8), (email) => world.odoo.setOptOut(email, true));

    const beyond = await look().catch((error: unknown) => error);

    expect(beyond).toMatchObject({ code: 'limits.exceeded' });
    expect(await world.mailchimp.count('unsubscribed')).toBe(4);
    await world.sync();
    expect(await world.mailchimp.count('unsubscribed')).toBe(8);
  });
}

describeOdoo('the cap for live work', (odoo) => {
  removals(odoo);
  optOuts(odoo);
  liveLooks(odoo);
});
