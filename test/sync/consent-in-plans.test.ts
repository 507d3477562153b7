import { expect, it } from '@jest/globals';
import { parsePlan, planFile, type PlanFile, type PlanRequest } from '../../src/sync/plan/plan-file.js';
import type { RunSummary } from '../../src/sync/run/run-summary.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { useTaps } from '../support/use-taps.js';
import { openWorld, type World } from '../support/world/open-world.js';
import { hasMembers } from './has-members.js';
import { expectBothOut, oneLeavesOnEachSide } from './leavers.js';

async function syncPlan(world: World): Promise<PlanFile> {
  return saved(world, { command: 'sync', audiences: [] }, await world.sync({ dryRun: true }));
}

async function exportPlan(world: World): Promise<PlanFile> {
  const what = { model: 'mailing.contact', selection: { by: 'all' } } as const;
  const run = await world.exportContacts({ ...what, dryRun: true });
  return saved(world, { command: 'contacts export', audiences: [], ...what }, run);
}

/** As `--plan FILE` saves it and `apply FILE` reads it. */
function saved(world: World, request: PlanRequest, run: RunSummary): PlanFile {
  const { account } = world.config;
  return parsePlan(JSON.stringify(planFile(request, { account, madeAt: new Date(), runs: [run] })));
}

function moved(odoo: TestOdoo): void {
  it('B45: an apply of a plan that has moved carries the opt-outs of both sides, and stops', async () => {
    await using world = await openWorld(odoo);
    const [edited, leaves, optsOut] = await hasMembers(world, 'edited', 'leaves', 'opts.out');
    const { id = 0 } = (await world.odoo.contact(edited)) ?? {};
    await world.odoo.write('mailing.contact', [id], { name: 'Ana Costa' });
    const plan = await syncPlan(world);
    await world.mailchimp.persona(leaves, 'unsubscribe');
    await world.odoo.setOptOut(optsOut, true);

    const failure = await world.bridge
      .applyPlan(plan, { allowLarge: false })
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: 'plan.moved' });
    await expectBothOut(world, { leaves, optsOut });
    expect((await world.mailchimp.member(edited))?.merge_fields).toMatchObject({ LNAME: 'Sousa' });
  });

  it('B45: an apply whose mapping has broken since carries the opt-outs of both sides, and tells of it', async () => {
    await using world = await openWorld(odoo);
    const both = await oneLeavesOnEachSide(world);
    const plan = await syncPlan(world);
    await world.reopen({ merge_fields: { FNAME: 'name.first', GONE: 'name.last' } });

    const failure = await world.bridge
      .applyPlan(plan, { allowLarge: false })
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: 'config.mapping' });
    await expectBothOut(world, both);
  });
}

function removals(odoo: TestOdoo): void {
  it('B29: a removal that is planned is made, and the plan is done', async () => {
    await using world = await openWorld(odoo);
    const [gone, stays] = await hasMembers(world, 'gone', 'stays');
    await world.mailchimp.persona(gone, 'delete_permanent');
    const plan = await syncPlan(world);

    await world.bridge.applyPlan(plan, { allowLarge: false });

    expect(plan.runs[0]?.changes).toMatchObject([{ side: 'odoo', action: 'remove', email: gone }]);
    expect(await world.odoo.contact(gone)).toBeNull();
    expect(await world.odoo.contact(stays)).toMatchObject({ optOut: false });
  });

  it('B29: opt-outs that are planned are made, and the plan is done', async () => {
    await using world = await openWorld(odoo);
    const both = await oneLeavesOnEachSide(world);
    const plan = await syncPlan(world);

    await world.bridge.applyPlan(plan, { allowLarge: false });

    expect(plan.runs[0]?.changes.map(({ side, email }) => [side, email]).sort()).toEqual([
      ['mailchimp', both.optsOut],
      ['odoo', both.leaves],
    ]);
    await expectBothOut(world, both);
  });
}

function meanwhile(odoo: TestOdoo): void {
  const taps = useTaps();

  /** A plan of one change of data, and a world in which something happens once, while it is applied. */
  async function whileApplied(
    work: (world: World, people: readonly [string, string, string]) => Promise<void>,
    check: (world: World, people: readonly [string, string, string]) => Promise<void>,
    settings: Parameters<typeof openWorld>[1] = {},
  ): Promise<void> {
    await using world = await openWorld(odoo, { ...settings, taps });
    const [edited, ...people] = await hasMembers(world, 'edited', 'one', 'two', 'three');
    const { id = 0 } = (await world.odoo.contact(edited)) ?? {};
    await world.odoo.write('mailing.contact', [id], { name: 'Ana Costa' });
    const plan = await syncPlan(world);
    let happened: Promise<void> | null = null;
    taps.mailchimp.reset({
      before: async ({ method }) => {
        if (method !== 'GET') await (happened ??= work(world, people));
      },
    });

    await world.bridge.applyPlan(plan, { allowLarge: false });

    expect(happened).not.toBeNull();
    expect((await world.mailchimp.member(edited))?.merge_fields).toMatchObject({ LNAME: 'Costa' });
    await check(world, people);
  }

  it('B45, B53: who leaves on either side while a plan is applied is out after the next run', async () => {
    await whileApplied(
      async (world, [leaves, optsOut]) => {
        await world.mailchimp.persona(leaves, 'unsubscribe');
        await world.odoo.setOptOut(optsOut, true);
      },
      async (world, [leaves, optsOut]) => {
        await world.sync();
        await expectBothOut(world, { leaves, optsOut });
      },
    );
  });

  it('B53: a removal that has come while a plan is applied is left for the next run', async () => {
    await whileApplied(
      (world, [gone]) => world.mailchimp.persona(gone, 'delete_permanent'),
      async (world, [gone]) => {
        expect(await world.odoo.contact(gone)).toMatchObject({ optOut: false });
        await world.sync();
        expect(await world.odoo.contact(gone)).toBeNull();
      },
    );
  });

  it('B53: who leaves the domain of a rule while a plan is applied is archived by the next run', async () => {
    const rule = { enabled: true, model: 'mailing.contact', domain: [['name', 'like', 'Ana']] };
    await whileApplied(
      async (world, [leaves]) => {
        const { id = 0 } = (await world.odoo.contact(leaves)) ?? {};
        await world.odoo.write('mailing.contact', [id], { name: 'Rui Sousa' });
      },
      async (world, [leaves]) => {
        expect((await world.mailchimp.member(leaves))?.status).toBe('subscribed');
        await world.sync();
        expect((await world.mailchimp.member(leaves))?.status).toBe('archived');
      },
      { audience: { auto_export: rule }, policies: { on_filter_exit: 'archive' } },
    );
  });

  it('B53: an edit on either side that has come while a plan is applied is brought by the next run', async () => {
    await whileApplied(
      async (world, [inMailchimp, inOdoo]) => {
        await world.mailchimp.persona(inMailchimp, 'profile', { tags: ['VIP'] });
        const { id = 0 } = (await world.odoo.contact(inOdoo)) ?? {};
        await world.odoo.write('mailing.contact', [id], { name: 'Rui Alves' });
      },
      async (world, [inMailchimp, inOdoo]) => {
        await world.sync();
        expect(await world.odoo.contact(inMailchimp)).toMatchObject({ tags: ['VIP'] });
        expect((await world.mailchimp.member(inOdoo))?.merge_fields).toMatchObject({ FNAME: 'Rui' });
      },
    );
  });
}

function seenOnly(odoo: TestOdoo): void {
  const taps = useTaps();

  it('B53: who signs up again while an export plan is applied is followed by the next export, however late', async () => {
    await using world = await openWorld(odoo, { taps });
    const [edited, back, other] = await hasMembers(world, 'edited', 'back', 'other');
    await world.mailchimp.persona(back, 'unsubscribe');
    await world.sync();
    const { id = 0 } = (await world.odoo.contact(edited)) ?? {};
    await world.odoo.write('mailing.contact', [id], { name: 'Ana Costa' });
    taps.mailchimp.reset();
    const plan = await exportPlan(world);
    const isLook = ({ path }: { path: string }): boolean => path.includes('since_last_changed');
    const looksOfPlan = taps.mailchimp.requests.filter(isLook).length;
    const signUp = async (): Promise<void> => {
      await world.mailchimp.persona(back, 'subscribe', { source: 'user' });
      world.mailchimp.wait(20 * 60);
      await world.mailchimp.persona(other, 'profile', { merge_fields: { FNAME: 'Eva' } });
    };
    let looks = 0;
    let signedUp: Promise<void> | null = null;
    taps.mailchimp.reset({
      before: async (request) => {
        // The plan is made anew first, with looks of its own.
        if (isLook(request) && (looks += 1) > looksOfPlan) await (signedUp ??= signUp());
      },
    });

    await world.bridge.applyPlan(plan, { allowLarge: false });
    const left = await world.odoo.contact(back);
    // Of others: whom an export selects is looked at in any case.
    await world.exportContacts({ selection: { by: 'ids', ids: [id] } });

    expect(signedUp).not.toBeNull();
    expect(left).toMatchObject({ optOut: true });
    expect(await world.odoo.contact(back)).toMatchObject({ optOut: false });
  });
}

function lostApp(odoo: TestOdoo): void {
  it('B45: opt-outs of both sides arrive when the app of a source of people is not installed any more', async () => {
    await using world = await openWorld(odoo);
    const both = await oneLeavesOnEachSide(world);
    await world.reopen({ auto_export: { enabled: true, model: 'crm.lead', domain: [] } });

    const failure = await world.sync().catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: 'odoo.missing_model' });
    await expectBothOut(world, both);
  });
}

describeOdoo('consent in plans', (odoo) => {
  moved(odoo);
  removals(odoo);
  meanwhile(odoo);
  seenOnly(odoo);
  lostApp(odoo);
});
