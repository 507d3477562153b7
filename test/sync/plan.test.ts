import { expect, it } from '@jest/globals';
import { parsePlan, planFile, type PlanFile } from '../../src/sync/plan/plan-file.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openWorld, type World } from '../support/world/open-world.js';

describeOdoo('apply', (odoo) => {
  exactly(odoo);
  moved(odoo);
});

const everyone = { model: 'mailing.contact', selection: { by: 'all' }, audiences: [] as string[] } as const;

/** As `--plan FILE` saves it and `apply FILE` reads it. */
async function exportPlan(world: World): Promise<PlanFile> {
  const runs = [await world.exportContacts({ dryRun: true })];
  const { account } = world.config;
  const plan = planFile(
    { command: 'contacts export', ...everyone, audiences: [], selection: { by: 'all' } },
    { account, madeAt: new Date(), runs },
  );
  return parsePlan(JSON.stringify(plan));
}

function exactly(odoo: TestOdoo): void {
  it('B29: does what the plan says', async () => {
    await using world = await openWorld(odoo);
    await world.odoo.hasContact({ name: 'Ana', email: 'planned@plan-farm.com', tags: ['VIP'] });
    const plan = await exportPlan(world);

    const [run] = await world.bridge.applyPlan(plan, { allowLarge: false });

    expect(run?.totals).toMatchObject({ created: 1, failed: 0 });
    expect((await world.mailchimp.member('planned@plan-farm.com'))?.status).toBe('subscribed');
  });

  it('B29: of an import, too', async () => {
    await using world = await openWorld(odoo);
    await world.mailchimp.has(
      { email_address: 'in@plan-farm.com', status: 'subscribed', merge_fields: { FNAME: 'Ana' } },
      { email_address: 'out@plan-farm.com', status: 'cleaned' },
    );
    const runs = [await world.fetch({ dryRun: true })];
    const request = { command: 'members fetch', audiences: [], full: false } as const;
    const text = JSON.stringify(
      planFile({ ...request, audiences: [] }, { account: 'test', madeAt: new Date(), runs }),
    );

    const [run] = await world.bridge.applyPlan(parsePlan(text), { allowLarge: false });

    expect(run?.totals).toMatchObject({ created: 2 });
    expect(await world.odoo.isBlacklisted('out@plan-farm.com')).toBe(true);
  });
}

function moved(odoo: TestOdoo): void {
  it.each([
    [
      'somebody has opted out',
      'leaves',
      (world: World) => world.odoo.setOptOut('leaves@plan-farm.com', true),
    ],
    [
      'somebody else has come',
      'stays',
      (world: World) => world.odoo.hasContact({ email: 'third@plan-farm.com' }),
    ],
    [
      'a name was edited',
      'edited',
      (world: World, id: number) => world.odoo.write('mailing.contact', [id], { name: 'Edited' }),
    ],
  ])('B29: stops before writing when %s', async (_, name, change) => {
    await using world = await openWorld(odoo);
    const id = await world.odoo.hasContact({ name: 'First', email: `${name}@plan-farm.com` });
    await world.odoo.hasContact({ name: 'Second', email: `second.${name}@plan-farm.com` });
    const plan = await exportPlan(world);
    await change(world, id);

    await expect(world.bridge.applyPlan(plan, { allowLarge: false })).rejects.toMatchObject({
      code: 'plan.moved',
    });
    expect(await world.mailchimp.count()).toBe(0);
  });

  it('B29: refuses the plan of another account', async () => {
    await using world = await openWorld(odoo);
    const plan = { ...(await exportPlan(world)), account: 'another' };

    await expect(world.bridge.applyPlan(plan, { allowLarge: false })).rejects.toMatchObject({
      code: 'plan.other_account',
    });
  });
}
