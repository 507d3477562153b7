import { expect, it } from '@jest/globals';
import { describeOdoo } from '../support/staging/describe-odoo.js';
import { openWorld } from '../support/world/open-world.js';

describeOdoo('many addresses that change at once', (odoo) => {
  it('B28, B52: are not sent as renames beyond the cap, as after a script that made addresses unreal', async () => {
    await using world = await openWorld(odoo);
    const emails = Array.from({ length: 30 }, (_, index) => `person${index}@rename-farm.com`);
    await world.mailchimp.has(...emails.map((email_address) => ({ email_address, status: 'subscribed' })));
    await world.sync();
    const contacts = await world.odoo.search(
      'mailing.contact',
      [['email', 'in', emails.slice(0, 7)]],
      ['email'],
    );
    for (const { id, email } of contacts)
      await world.odoo.write('mailing.contact', [id], { email: `unreal.${String(email)}` });

    const stopped = world.sync();

    await expect(stopped).rejects.toMatchObject({ code: 'limits.exceeded' });
    expect(await world.mailchimp.member('person0@rename-farm.com')).not.toBeNull();
    expect(await renamesAsked(world.mailchimp.requests())).toBe(0);

    await world.sync({ allowLarge: true });

    expect(await world.mailchimp.member('unreal.person0@rename-farm.com')).not.toBeNull();
  });
});

/** Calls that may rename a member. */
async function renamesAsked(requests: Promise<{ by_route: Record<string, number> }>): Promise<number> {
  const routes = Object.entries((await requests).by_route);
  const counts = routes.filter(([route]) => /^(PUT|PATCH) .*members/u.test(route)).map(([, count]) => count);
  return counts.reduce((sum, count) => sum + count, 0);
}
