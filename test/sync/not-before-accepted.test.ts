import { describe, expect, it } from '@jest/globals';
import { parsePlan, planFile } from '../../src/sync/plan/plan-file.js';
import { bothTaps } from '../support/both-taps.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import type { Tap } from '../support/tap.js';
import type { TappedRequest } from '../support/tap-desk.js';
import { openWorld, type World } from '../support/world/open-world.js';

/** Why MailChimp will not have somebody of whom the bridge knows nothing. */
const refused = [
  {
    code: 'mailchimp.forgotten',
    domain: 'accept-farm.com',
    async prepare({ mailchimp }: World, email: string) {
      await mailchimp.has({ email_address: email, status: 'subscribed' });
      await mailchimp.persona(email, 'delete_permanent');
    },
  },
  { code: 'mailchimp.looks_fake', domain: 'example.com', prepare: () => Promise.resolve() },
  {
    code: 'mailchimp.compliance_state',
    domain: 'accept-farm.com',
    /** So lately that no list of changes shows it yet. */
    async prepare({ mailchimp, sync }: World, email: string) {
      await mailchimp.has({ email_address: 'earlier@accept-farm.com', status: 'archived' });
      await sync();
      await mailchimp.control('PUT', '/knobs', { listing_lag_s: 600, archive_forgets_compliance: false });
      await mailchimp.has({ email_address: email, status: 'subscribed' });
      await mailchimp.persona(email, 'unsubscribe');
      await mailchimp.persona(email, 'archive');
    },
  },
];

/** Another one in the same batch. */
const companion = (email: string): string => `with.${email.split('@')[0]}@accept-farm.com`;

const rule = (email: string): object => ({
  auto_export: { enabled: true, model: 'res.partner', domain: [['email', 'in', [email, companion(email)]]] },
});

async function customers(world: World, ...emails: string[]): Promise<number[]> {
  return world.odoo.createAll(
    'res.partner',
    emails.map((email) => ({ name: 'Ana Sousa', email })),
  );
}

async function byHand(world: World, ids: readonly number[], dryRun = false) {
  const selection = { by: 'ids' as const, ids: [...ids] };
  return world.exportContacts({ model: 'res.partner', selection, audiences: [world.audienceId], dryRun });
}

function refusals(odoo: TestOdoo): void {
  describe.each(refused)('a customer of whom MailChimp says $code', (person) => {
    const { code, domain } = person;

    it('B47: is on no list after an export by hand', async () => {
      await using world = await openWorld(odoo);
      const email = `hand.${code.slice(10)}@${domain}`;
      await person.prepare(world, email);
      const partners = await customers(world, email, companion(email));

      const run = await byHand(world, partners);

      expect(run.failures).toMatchObject([{ code }]);
      expect(await world.odoo.contact(email)).toBeNull();
    });

    it('B47: is opted out of the list they were on, after an export by rule with a lost store', async () => {
      const email = `rule.${code.slice(10)}@${domain}`;
      await using world = await openWorld(odoo, { audience: rule(email) });
      await person.prepare(world, email);
      await world.odoo.hasContact({ email });
      await customers(world, email, companion(email));

      const first = await world.autoExport();
      await world.forget();
      const second = await world.autoExport();

      expect(first.failures).toMatchObject([{ code }]);
      expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
      expect(second.totals).toMatchObject({ created: 0, updated: 0, failed: 0 });
    });

    it('B27, B47: is not tried again as long as they are opted out for it, and told again', async () => {
      await using world = await openWorld(odoo);
      const email = `again.${code.slice(10)}@${domain}`;
      await person.prepare(world, email);
      await world.odoo.hasContact({ email });
      const partners = await customers(world, email, companion(email));
      await byHand(world, partners);
      await world.mailchimp.control('DELETE', '/requests');

      const again = await byHand(world, partners);

      expect(again.failures).toMatchObject([{ code }]);
      const { by_route: routes } = await world.mailchimp.requests();
      expect(Object.keys(routes).filter((route) => !route.startsWith('GET'))).toEqual([]);
    });
  });

  it('B25, B47: a later sign-up of their own is not undone', async () => {
    await using world = await openWorld(odoo);
    const email = 'back@accept-farm.com';
    await refused[0]?.prepare(world, email);
    await world.odoo.hasContact({ email });
    await byHand(world, await customers(world, email));
    await world.mailchimp.persona(email, 'subscribe');
    await world.sync();
    await world.sync();

    expect((await world.mailchimp.member(email))?.status).toBe('subscribed');
    expect(await world.odoo.contact(email)).toMatchObject({ optOut: false });
  });
}

function forgotten(odoo: TestOdoo): void {
  it('B57: what is known of a refusal goes with whoever is forgotten', async () => {
    await using world = await openWorld(odoo);
    const email = 'erased@accept-farm.com';
    await refused[0]?.prepare(world, email);
    await world.odoo.hasContact({ email });
    await byHand(world, await customers(world, email));

    const { report } = await world.bridge.forget(email, { dryRun: false });

    expect(report.removed).toEqual(
      expect.arrayContaining([expect.objectContaining({ side: 'store', model: 'consent_ledger', count: 1 })]),
    );
  });
}

/** Which requests they were, from 1. */
const numbersOf = ({ requests }: Tap, isOne: (request: TappedRequest) => boolean): number[] =>
  requests.flatMap((request, index) => (isOne(request) ? [index + 1] : []));

function accepted(odoo: TestOdoo): void {
  it('B9, B47: who is to confirm first is opted out until then', async () => {
    await using world = await openWorld(odoo, { policies: { new_member_status: 'pending' } });
    const emails = ['new@accept-farm.com', 'there@accept-farm.com'];
    const [email = '', there = ''] = emails;
    await world.odoo.create('mailing.contact', { name: 'Ana', email: there });

    await byHand(world, await customers(world, ...emails));
    const before = await Promise.all(emails.map((one) => world.odoo.contact(one)));
    await world.sync();
    const statuses = await Promise.all(emails.map((one) => world.mailchimp.member(one)));
    await world.mailchimp.persona(email, 'confirm');
    await world.sync();

    expect(before).toMatchObject([{ optOut: true }, { optOut: true }]);
    expect(statuses).toMatchObject([{ status: 'pending' }, { status: 'pending' }]);
    expect(await world.odoo.contact(email)).toMatchObject({ optOut: false });
    expect(await world.odoo.contact(there)).toMatchObject({ optOut: true });
  });

  it('B14, B47: a run that is stopped at any of its writes opts nobody in who isn’t a member, and the next one makes good', async () => {
    await using taps = await bothTaps();
    await using world = await openWorld(odoo, { taps });
    const people = (name: string): string[] =>
      ['new', 'there', 'gone'].map((kind) => `${kind}.${name}@accept-farm.com`);
    const begin = async (name: string): Promise<number[]> => {
      const [fresh = '', there = '', gone = ''] = people(name);
      await world.odoo.create('mailing.contact', { name: 'Ana', email: there });
      await world.mailchimp.has({ email_address: gone, status: 'subscribed' });
      await world.mailchimp.persona(gone, 'delete_permanent');
      return customers(world, fresh, there, gone);
    };
    const standing = (name: string) =>
      Promise.all(
        people(name).map(async (email) => [
          (await world.mailchimp.member(email))?.status ?? null,
          (await world.odoo.contact(email))?.optOut ?? null,
        ]),
      );
    const whole = await begin('whole');
    taps.reset();
    await byHand(world, whole);
    const writes = {
      mailchimp: numbersOf(taps.mailchimp, ({ method }) => method !== 'GET'),
      odoo: numbersOf(taps.odoo, ({ path, body }) => /\b(?:create|write)\b/u.test(`${path} ${body}`)),
    };

    const halfway: unknown[][] = [];
    const names: string[] = [];
    for (const side of ['mailchimp', 'odoo'] as const)
      for (const index of writes[side]) {
        const name = `${side}${index}`;
        const partners = await begin(name);
        taps.reset();
        const then = (drop: () => void): void => {
          world.abort();
          drop();
        };
        taps[side].reset({ caught: { index, moment: 'answer', then } });
        await byHand(world, partners).catch(() => undefined);
        taps.reset();
        await world.restart();
        halfway.push(...(await standing(name)));
        await byHand(world, partners);
        names.push(name);
      }

    const early = halfway.filter(([status, optOut]) => status !== 'subscribed' && optOut === false);
    expect([writes.mailchimp.length > 0, writes.odoo.length > 1]).toEqual([true, true]);
    expect(early).toEqual([]);
    expect(await Promise.all(names.map(standing))).toEqual(
      names.map(() => [
        ['subscribed', false],
        ['subscribed', false],
        [null, null],
      ]),
    );
  });
}

function plans(odoo: TestOdoo): void {
  it('B29, B47: a dry run names the contacts and subscriptions that an export makes in Odoo', async () => {
    await using world = await openWorld(odoo);
    const [fresh, listed, member] = ['a', 'b', 'c'].map((name) => `${name}@accept-farm.com`);
    await world.odoo.create('mailing.contact', { name: 'B', email: listed });
    await world.mailchimp.has({ email_address: member, status: 'unsubscribed' });
    const partners = await customers(world, fresh ?? '', listed ?? '', member ?? '');

    const { plan = [] } = await byHand(world, partners, true);

    const inOdoo = plan.filter(({ side }) => side === 'odoo');
    expect(inOdoo).toEqual([
      {
        ...{ side: 'odoo', action: 'create', email: fresh },
        changes: { name: { from: null, to: 'Ana Sousa' }, opt_out: { from: null, to: false } },
      },
      { side: 'odoo', action: 'opt_in', email: listed, changes: { opt_out: { from: null, to: false } } },
      {
        ...{ side: 'odoo', action: 'create', email: member },
        changes: { name: { from: null, to: 'Ana Sousa' }, opt_out: { from: null, to: true } },
      },
    ]);
    expect(await world.odoo.countOnList()).toBe(0);
  });

  it('B29, B47: an apply enrols those whom the plan names, and nobody when one of them has been enrolled meanwhile', async () => {
    const email = 'named@accept-farm.com';
    await using world = await openWorld(odoo, { audience: rule(email) });
    const plan = async () => {
      const runs = [await world.autoExport({ dryRun: true })];
      const { account } = world.config;
      const made = planFile({ command: 'auto-export', audiences: [] }, { account, madeAt: new Date(), runs });
      return parsePlan(JSON.stringify(made));
    };
    await customers(world, email);
    const applied = await plan();
    const stale = await plan();

    const [run] = await world.bridge.applyPlan(applied, { allowLarge: false });
    const moved = await world.bridge.applyPlan(stale, { allowLarge: false }).catch((error: unknown) => error);

    expect(run?.totals).toMatchObject({ created: 1, failed: 0 });
    expect(await world.odoo.contacts(email)).toMatchObject([{ optOut: false }]);
    expect(moved).toMatchObject({ code: 'plan.moved' });
  });
}

describeOdoo('not on a list before MailChimp agrees', (odoo) => {
  refusals(odoo);
  forgotten(odoo);
  accepted(odoo);
  plans(odoo);
});
