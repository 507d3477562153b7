import { expect, it } from '@jest/globals';
import { memberStatuses } from '../../../src/core/member-status.js';
import { describeOdoo } from '../../support/staging/describe-odoo.js';
import { openWorld, type World } from '../../support/world/open-world.js';
import { AddonSide } from './addon-side.js';

const members = (prefix: string) =>
  memberStatuses.map((status) => ({ email_address: `${prefix}.${status}@later-farm.com`, status }));

/** Who is on the mailing list and has no status, by name. */
async function unfilled(world: World): Promise<string[]> {
  const domain = [
    ['list_id', '=', await world.odoo.mailingListId()],
    ['x_mailchimp_status', '=', false],
  ];
  const { subscriptionModel } = world.odoo.session.capabilities;
  const rows = await world.odoo.search(subscriptionModel, domain, ['contact_id']);
  return rows.map(({ contact_id: contact }) => (contact as [number, string])[1]);
}

/** When a subscription was last written, of everyone on the mailing list. */
async function writesOf(world: World): Promise<unknown[]> {
  const domain = [['list_id', '=', await world.odoo.mailingListId()]];
  return world.odoo.search(world.odoo.session.capabilities.subscriptionModel, domain, ['write_date']);
}

async function countLogs(world: World): Promise<number> {
  const domain = [['x_audience_id.x_mailchimp_id', '=', world.audienceId]];
  return (await world.odoo.search('x_mailchimp_log', domain, ['x_name'])).length;
}

// Installing takes long, and is played on each version where it is the subject.
const newest = {
  versions: [19],
  notOnSmall: 'it has no views and server actions for an addon to be made of',
} as const;

describeOdoo(
  'B36: an addon that comes and goes while the bridge works',
  (odoo) => {
    let callsWithout: number;

    it('is not there at first, and nobody misses it', async () => {
      await using world = await openWorld(odoo);
      await world.mailchimp.has(...members('without'));

      const fetched = await world.fetch();
      await world.odoo.hasContact({ name: 'Ana', email: 'ana@faceless-farm.com' });
      const runs = [fetched, await world.exportContacts(), await world.sync()];

      expect(runs.map(({ totals }) => totals.failed)).toEqual([0, 0, 0]);
      expect(runs[1]?.totals.created).toBe(1);
      expect(await world.bridge.pollJobs()).toBe(0);
      callsWithout = fetched.api_calls.odoo;
    });

    it('B37, B39: shows everyone and every log after the first sync, once, and again when it was put in anew', async () => {
      const auto_export = { enabled: true, model: 'mailing.contact', domain: [['name', '=', 'Fake']] };
      await using world = await openWorld(odoo, { audience: { auto_export } });
      const addon = new AddonSide(world);
      await world.mailchimp.has(...members('early'));
      await world.mailchimp.hasMany(40);
      await world.odoo.hasContact({ name: 'Fake', email: 'test@before-farm.com' });
      await world.sync();
      await addon.install();

      await world.sync();
      const shown = [
        await addon.status('early.cleaned@later-farm.com'),
        await unfilled(world),
        await countLogs(world),
      ];
      const before = await writesOf(world);
      await world.sync();
      const after = await writesOf(world);
      await addon.uninstall();
      await world.sync();
      await addon.install();
      await world.sync();

      expect(shown).toEqual(['cleaned', ['Fake'], 1]);
      expect(after).toEqual(before);
      expect([await unfilled(world), await countLogs(world)]).toEqual([['Fake'], 1]);
    }, 300_000);

    it('B37: costs an import no call', async () => {
      await using world = await openWorld(odoo);
      await world.mailchimp.has(...members('with'));

      const run = await world.fetch();

      expect(await unfilled(world)).toEqual([]);
      expect(run.api_calls.odoo).toBe(callsWithout);
    });
  },
  newest,
);
