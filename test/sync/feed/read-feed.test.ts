import { beforeAll, afterAll, expect, it } from '@jest/globals';
import { openAudience } from '../../../src/sync/run/open-audience.js';
import { odooChanges, type OdooChanges } from '../../../src/sync/feed/odoo-changes.js';
import { describeOdoo, type TestOdoo } from '../../support/staging/describe-odoo.js';
import { openEventDesk, type EventDesk } from '../../support/world/event-desk.js';
import { openWorld, type World } from '../../support/world/open-world.js';
import { ShiftedClock } from '../../support/world/shifted-clock.js';

describeOdoo('The feed of what changes in Odoo', (odoo: TestOdoo) => {
  const clock = new ShiftedClock();
  let world: World;
  let desk: EventDesk;
  let id: number;

  beforeAll(async () => {
    world = await openWorld(odoo);
    id = await world.odoo.hasContact({ name: 'Ana', email: 'ana@feed-farm.com' });
    await world.exportContacts();
    desk = await openEventDesk(world, clock);
    const first = await look();
    await first.commit();
  });
  afterAll(async () => {
    await desk.close();
    await world.close();
  });

  async function look(): Promise<OdooChanges> {
    const [audience] = desk.context.config.audiences;
    if (audience === undefined) throw new Error('the account has no audience');
    const run = await openAudience(desk.context, audience, { dryRun: false });
    return odooChanges(run);
  }

  const rename = (name: string) => world.odoo.write('mailing.contact', [id], { name });

  async function writeDate(): Promise<unknown> {
    const [row] = await world.odoo.search('mailing.contact', [['id', '=', id]], ['write_date']);
    return row?.write_date;
  }

  /** As two people who save one after the other: Odoo tells when only in whole seconds. */
  async function editTwiceInOneSecond(between: () => Promise<unknown>): Promise<void> {
    for (;;) {
      await rename('Anna');
      const first = await writeDate();
      await between();
      await rename('Anne');
      if ((await writeDate()) === first) return;
    }
  }

  it('B20: tells of an edit that came in the same second as one that was dealt with', async () => {
    await editTwiceInOneSecond(async () => (await look()).commit());

    expect((await look()).contactIds).toEqual([id]);
  });

  it('tells of a change again that was not dealt with to the end', async () => {
    await rename('Ana Sousa');
    await look();

    expect((await look()).contactIds).toEqual([id]);
  });

  it('tells of no state again when its second is over', async () => {
    await rename('Ana');
    await (await look()).commit();
    clock.advance(11);
    await (await look()).commit();

    expect((await look()).contactIds).toEqual([]);
  });
});
