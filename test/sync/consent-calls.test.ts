import { expect, it } from '@jest/globals';
import { describeOdoo } from '../support/staging/describe-odoo.js';
import type { Tap } from '../support/tap.js';
import { useTaps } from '../support/use-taps.js';
import { openWorld, type World } from '../support/world/open-world.js';

/** How often the bridge has asked for rows of these people; its feeds ask by date. */
function askedByName({ requests }: Tap, model: string): number {
  return requests.filter(({ path, body }) => {
    const call = `${path} ${body}`;
    return (
      call.includes(model) && call.includes('search_read') && call.includes('"in"') && !call.includes('">="')
    );
  }).length;
}

describeOdoo('the calls of consent', (odoo) => {
  const taps = useTaps();

  it.each([
    [
      'was edited in Odoo',
      async (world: World, id: number) => world.odoo.write('mailing.contact', [id], { name: 'Ana Costa' }),
      (world: World) => world.sync(),
    ],
    [
      'has left in MailChimp',
      async (world: World, _: number, email: string) => world.mailchimp.persona(email, 'unsubscribe'),
      (world: World) => world.fetch(),
    ],
  ])('B45: of who %s, subscriptions and blacklist are asked once', async (_, changes, runs) => {
    await using world = await openWorld(odoo, { taps });
    const email = `asked.${await world.odoo.mailingListId()}@call-farm.com`;
    const id = await world.odoo.hasContact({ name: 'Ana Sousa', email });
    await world.exportContacts();
    await world.sync();
    await changes(world, id, email);
    taps.odoo.reset();

    const run = await runs(world);

    expect(run.totals).toMatchObject({ updated: 1, failed: 0 });
    const { subscriptionModel } = world.odoo.session.capabilities;
    expect(askedByName(taps.odoo, 'mail.blacklist')).toBe(1);
    expect(askedByName(taps.odoo, subscriptionModel)).toBe(1);
  });
});
