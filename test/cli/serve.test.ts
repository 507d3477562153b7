import { beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { differences, type MemberState } from '../../bench/support/load/differences.js';
import { openOdooFront, type OdooFront } from '../../bench/support/load/odoo-front.js';
import { openRelay, type Relay } from '../../bench/support/load/relay.js';
import { serveChild, type ServeChild } from '../../bench/support/load/serve-child.js';
import { throwEvents } from '../../bench/support/load/throw-events.js';
import { eventually } from '../support/eventually.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { importedMembers } from '../support/world/imported-members.js';
import { openWorld, type World } from '../support/world/open-world.js';
import { buildCli } from './children/built-cli.js';

/** `serve` as a process of its own between a world's MailChimp and Odoo. */
interface Scene extends AsyncDisposable {
  world: World;
  serve: ServeChild;
  relay: Relay;
  front: OdooFront;
  /** Resolves when everything told has been worked on. */
  settled(): Promise<void>;
}

const token = 'the-token-of-serve-as-a-process';

async function scene(odoo: TestOdoo, argv: readonly string[] = []): Promise<Scene> {
  const world = await openWorld(odoo, { member_options: { override_contact_name: true } });
  const folder = mkdtempSync(join(tmpdir(), 'odoo-mailchimp-serve-'));
  const front = await openOdooFront(odoo.url, 0);
  const accountFile = join(folder, 'account.yaml');
  const { mailchimp, audiences, store, member_options } = world.config;
  const { mailing_list } = audiences[0] ?? {};
  const { audienceId: id } = world;
  const account = {
    ...{ account: 'test', store, member_options, audiences: [{ id, mailing_list }] },
    // A storm of events is meant here, and nothing of it is to be held (B54).
    limits: { max_changes: 1000, max_change_ratio: 1 },
    odoo: { url: front.url, database: odoo.database, username: odoo.username, password: '${ODOO_PASSWORD}' },
    mailchimp: { api_key: '${MAILCHIMP_KEY}', base_url: mailchimp.base_url },
    webhooks: { public_url: 'http://127.0.0.1', token: '${WEBHOOK_TOKEN}' },
  };
  writeFileSync(accountFile, JSON.stringify(account));
  const env = { ODOO_PASSWORD: odoo.password, MAILCHIMP_KEY: 'test-us1', WEBHOOK_TOKEN: token };
  const serve = await serveChild({ program: resolve('dist/cli/main.js'), accountFile, env, argv });
  const relay = await openRelay(serve.url);
  const all = (...names: string[]) => Object.fromEntries(names.map((name) => [name, true]));
  await world.mailchimp.api('POST', `/lists/${world.audienceId}/webhooks`, {
    url: `${relay.url}/webhooks/mailchimp/${token}`,
    events: all('subscribe', 'unsubscribe', 'profile', 'cleaned', 'upemail'),
    sources: all('user', 'admin'),
  });
  return {
    ...{ world, serve, relay, front },
    async settled() {
      await world.mailchimp.control('POST', '/deliveries/settle');
      await relay.delivered();
      await eventually('all is worked on', async () => (await serve.metric('inbox_waiting')) === 0);
    },
    async [Symbol.asyncDispose]() {
      await serve.kill();
      relay.close();
      front.close();
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function wrong({ world }: Scene): Promise<string[]> {
  const fields = 'members.email_address,members.status,members.merge_fields';
  const path = `/lists/${world.audienceId}/members?count=1000&fields=${fields}`;
  const { members: all } = (await world.mailchimp.api('GET', path)) as { members: MemberState[] };
  return differences(world.odoo.session, world.config.audiences[0]?.mailing_list ?? '', all);
}

function throwing({ world }: Scene, emails: readonly string[]) {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const act = (email: string, action: string, more: object) => world.mailchimp.persona(email, action, more);
  return { emails, seed, act, perSecond: 200 };
}

beforeAll(buildCli, 300_000);

/** What an Odoo is, makes no difference to whether an event is lost. */
const onOneVersion = { versions: [19] } as const;

describeOdoo(
  'B31: serve as a process',
  (odoo) => {
    describe('that is killed', () => killed(odoo));
    describe('while Odoo is away', () => away(odoo));
    describe('that is to stop', () => stopping(odoo));
  },
  onOneVersion,
);

function killed(odoo: TestOdoo): void {
  /** In the middle of its work, unless it has done everything already. */
  const atWork = async ({ serve }: Scene): Promise<boolean> =>
    (await serve.metric('events_processed_total')) > 0 || (await serve.metric('inbox_waiting')) === 0;

  it('five times among 500 events, told twice and in any order: none is lost, the end is right', async () => {
    await using at = await scene(odoo);
    const emails = await importedMembers(at.world, 150);
    await at.world.mailchimp.control('PUT', '/knobs', { webhook_duplicate: 0.3, webhook_reorder: 0.3 });
    await at.serve.start();
    let kills = 0;
    const moments = [0.1, 0.25, 0.45, 0.6, 0.8].map((share) => ({
      share,
      async happens() {
        await eventually('it works', () => atWork(at));
        await at.serve.kill();
        kills += 1;
        await at.serve.start();
      },
    }));
    const load = throwing(at, emails);

    await throwEvents({ ...load, acts: 500, perSecond: 100, moments });
    await at.settled();

    expect({ seed: load.seed, kills, wrong: await wrong(at) }).toEqual({
      seed: load.seed,
      kills: 5,
      wrong: [],
    });
    expect(await at.serve.metric('inbox_quarantined')).toBe(0);
  }, 300_000);
}

function away(odoo: TestOdoo): void {
  it('events are taken all the same, and worked on when it is back', async () => {
    await using at = await scene(odoo);
    const emails = await importedMembers(at.world, 60);
    await at.serve.start();
    const downs = { share: 0.3, happens: () => Promise.resolve().then(() => at.front.down(true)) };
    const load = throwing(at, emails);

    await throwEvents({ ...load, acts: 150, moments: [downs] });
    await at.world.mailchimp.control('POST', '/deliveries/settle');
    await at.relay.delivered();
    const [waiting, refused] = [await at.serve.metric('inbox_waiting'), at.relay.refused];
    at.front.down(false);
    await at.settled();

    expect([waiting > 0, refused]).toEqual([true, 0]);
    expect({ seed: load.seed, wrong: await wrong(at) }).toEqual({ seed: load.seed, wrong: [] });
    expect(await at.serve.metric('inbox_quarantined')).toBe(0);
  }, 300_000);
}

function stopping(odoo: TestOdoo): void {
  it('ends what is under way, answers nobody any more, and leaves with 0', async () => {
    await using at = await scene(odoo);
    const [ana = ''] = await importedMembers(at.world, 1);
    await at.serve.start();
    await at.world.mailchimp.persona(ana, 'unsubscribe');
    await at.settled();

    const code = await at.serve.stop();

    expect(code).toBe(0);
    expect(await at.world.odoo.contact(ana)).toMatchObject({ optOut: true });
    await expect(fetch(`${at.serve.url}/healthz`)).rejects.toThrow();
  });

  it('gives up what takes longer than its deadline, and leaves with 1', async () => {
    await using at = await scene(odoo, ['--drain', '0']);
    const [ana = ''] = await importedMembers(at.world, 1);
    await at.serve.start();
    at.front.hold(true);
    await at.world.mailchimp.persona(ana, 'unsubscribe');
    await eventually('Odoo is asked', () => Promise.resolve(at.front.held > 0));

    expect(await at.serve.stop()).toBe(1);
  });
}
