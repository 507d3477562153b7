import { expect, it } from '@jest/globals';
import { describeAddon } from '../support/staging/describe-odoo.js';
import { openWorld } from '../support/world/open-world.js';

describeAddon('B37: members fetched on the command line', (odoo) => {
  const shown = ['x_mailchimp_id', 'x_fetched_at', 'x_count_subscribed'];

  it('show in Odoo when they were last fetched, and how many they are', async () => {
    await using world = await openWorld(odoo);
    await world.mailchimp.has({ email_address: 'ana@acme.pt', status: 'subscribed' });

    const run = await world.fetch();

    expect(run).toMatchObject({ totals: { created: 1 }, warnings: [] });
    const [audience] = await world.odoo.search('x_mailchimp_audience', [], shown);
    expect(audience).toMatchObject({ x_mailchimp_id: world.audienceId, x_count_subscribed: 1 });
    expect(audience?.x_fetched_at).toMatch(/^\d{4}-\d\d-\d\d /u);
  });

  it('show nothing in a dry run', async () => {
    await using world = await openWorld(odoo, { account: 'dry', audienceId: 'd1a36b0321' });
    await world.mailchimp.has({ email_address: 'bo@acme.pt', status: 'subscribed' });

    await world.fetch({ dryRun: true });

    const domain = [['x_mailchimp_id', '=', world.audienceId]];
    expect(await world.odoo.search('x_mailchimp_audience', domain, shown)).toEqual([]);
  });
});
