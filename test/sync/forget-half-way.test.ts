import { expect, it } from '@jest/globals';
import { bothTaps, type BothTaps } from '../support/both-taps.js';
import { describeOdoo } from '../support/staging/describe-odoo.js';
import { openWorld, type World } from '../support/world/open-world.js';

const sides = ['mailchimp', 'odoo'] as const;

interface Stopped {
  email: string;
  /** What is left of the person where the forgetting was stopped. */
  isMember: boolean;
  isContact: boolean;
}

describeOdoo('people of whom a part is left, for their forgetting was stopped', (odoo) => {
  it('B45, B57: an opt-out arrives all the same, on either side, and nobody is made a member again', async () => {
    await using taps = await bothTaps();
    await using world = await openWorld(odoo, { taps });
    const stopped = await stoppedAtEachRequest(world, taps);
    const bothLeft = stopped.filter(({ isMember, isContact }) => isMember && isContact);
    const contactsOnly = stopped.filter(({ isMember, isContact }) => !isMember && isContact);
    for (const [index, { email }] of bothLeft.entries()) {
      if (index % 2 === 0) await world.odoo.setOptOut(email, true);
      else await world.mailchimp.persona(email, 'unsubscribe');
    }

    await world.exportContacts({ allowLarge: true });
    await world.sync({ allowLarge: true });

    const members = await statusesOf(world, contactsOnly);
    const people = await Promise.all(bothLeft.map(({ email }) => world.odoo.contacts(email)));
    expect([bothLeft.length > 3, contactsOnly.length > 0]).toEqual([true, true]);
    expect(await statusesOf(world, bothLeft)).toEqual(bothLeft.map(() => 'unsubscribed'));
    expect(people).toMatchObject(bothLeft.map(() => [{ optOut: true }]));
    expect(members).toEqual(contactsOnly.map(() => null));
  });
});

/** One person for each request of a forgetting, and the command stopped when that one has been answered. */
async function stoppedAtEachRequest(world: World, taps: BothTaps): Promise<Stopped[]> {
  const requests = await countRequests(world, taps);
  const stopped: Stopped[] = [];
  for (const side of sides) {
    for (let index = 1; index <= requests[side]; index += 1) {
      const email = `ana.${side}.${index}@oakline-farm.com`;
      await isOnBothSides(world, email);
      taps.reset();
      taps[side].reset({ caught: { index, moment: 'answer', then: stopping(world) } });
      await world.bridge.forget(email, { dryRun: false }).catch(() => undefined);
      taps.reset();
      await world.restart();
      const [isMember, contacts] = [await world.mailchimp.member(email), await world.odoo.contacts(email)];
      stopped.push({ email, isMember: isMember !== null, isContact: contacts.length > 0 });
    }
  }
  return stopped;
}

function stopping(world: World): (drop: () => void) => void {
  return (drop) => {
    world.abort();
    drop();
  };
}

/** Of a forgetting that comes to its end, each side. */
async function countRequests(world: World, taps: BothTaps): Promise<Record<(typeof sides)[number], number>> {
  const email = 'whole@oakline-farm.com';
  await isOnBothSides(world, email);
  taps.reset();
  await world.bridge.forget(email, { dryRun: false });
  return { mailchimp: taps.mailchimp.count, odoo: taps.odoo.count };
}

async function isOnBothSides(world: World, email: string): Promise<void> {
  await world.odoo.hasContact({ name: 'Ana', email });
  await world.exportContacts({ selection: { by: 'emails', emails: [email] } });
}

async function statusesOf(world: World, people: readonly Stopped[]): Promise<(string | null)[]> {
  const members = await Promise.all(people.map(({ email }) => world.mailchimp.member(email)));
  return members.map((member) => member?.status ?? null);
}
