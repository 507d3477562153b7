import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeOdoo } from '../support/staging/describe-odoo.js';
import { openTap, type Tap } from '../support/tap.js';
import type { Moment } from '../support/tap-desk.js';
import { openWorld, type World } from '../support/world/open-world.js';
import { buildCli, runBuiltCli } from './children/built-cli.js';

interface Ran {
  killed: boolean;
  /** Requests to either server. */
  requests: number;
}

/** The command line on a world, in a process of its own that can be killed at any of its requests. */
interface Cli extends AsyncDisposable {
  run(command: readonly string[], kill?: { index: number; moment: Moment }): Promise<Ran>;
}

async function cliOn(world: World): Promise<Cli> {
  const tap: Tap = await openTap();
  const folder = mkdtempSync(join(tmpdir(), 'odoo-mailchimp-kill-'));
  const file = join(folder, 'account.yaml');
  const { odoo, mailchimp, audiences } = world.config;
  const { url, database, username } = odoo;
  const secret = odoo.api_key === undefined ? { password: '${ODOO_SECRET}' } : { api_key: '${ODOO_SECRET}' };
  const account = {
    account: 'killed',
    store: join(folder, 'store.db'),
    odoo: { url: tap.through(url), database, username, ...secret },
    mailchimp: { api_key: '${MAILCHIMP_KEY}', base_url: tap.through(mailchimp.base_url ?? '') },
    audiences: audiences.map(({ id, mailing_list }) => ({ id, mailing_list })),
  };
  writeFileSync(file, JSON.stringify(account));
  const env = {
    ODOO_SECRET: (odoo.api_key ?? odoo.password)?.reveal() ?? '',
    MAILCHIMP_KEY: 'test-us1',
  };
  return {
    async run(command, kill) {
      const controller = new AbortController();
      const then = (): void => controller.abort();
      tap.reset(kill === undefined ? {} : { caught: { ...kill, then } });
      const argv = ['--config', file, ...command];
      const ended = await runBuiltCli(argv, { env, killOn: controller.signal });
      const killed = ended.code === null;
      if (!killed && ended.code !== 0) throw new Error(`${command.join(' ')}: ${ended.stderr}`);
      return { killed, requests: tap.count };
    },
    async [Symbol.asyncDispose]() {
      await tap.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Story {
  command: readonly string[];
  addWork(): Promise<void>;
  check(): Promise<void>;
}

const kills = 10;
const killsInARow = 5;

/** Runs that are killed until enough have been; after every few of them more work comes, and one run is left alone. */
async function killAtRandom(cli: Cli, { command, addWork, check }: Story): Promise<void> {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const points = fc.sample(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), {
    numRuns: 100,
    seed,
  });
  let killed = 0;
  await addWork();
  let { requests } = await cli.run(command);
  try {
    while (killed < kills) {
      await addWork();
      for (let run = 0; run < killsInARow; run += 1) {
        const [share, isAnswered] = points.pop() ?? [0, true];
        const index = 1 + Math.floor(share * (requests - 1));
        const ran = await cli.run(command, { index, moment: isAnswered ? 'answer' : 'request' });
        if (ran.killed) killed += 1;
      }
      ({ requests } = await cli.run(command));
      await check();
    }
  } catch (error) {
    throw new Error(`with seed ${seed}, after ${killed} kills`, { cause: error });
  }
}

/** How many are begun with: more than are worked on at once. */
const many = 2100;
const few = 40;

function addresses(name: string): () => string[] {
  let made = 0;
  return () => {
    const count = made === 0 ? many : few;
    made += count;
    return Array.from({ length: count }, (_, index) => `${name}.${made - index}@shop.pt`);
  };
}

beforeAll(buildCli, 300_000);

// Each on another version of Odoo: twenty times a process of its own is enough to wait for.
describeOdoo(
  `kill -9 at ${kills} random points of an import`,
  (odoo) => {
    it('B14: the next run completes it, and nobody is there twice', async () => {
      await using world = await openWorld(odoo);
      await using cli = await cliOn(world);
      const next = addresses('in');

      await killAtRandom(cli, {
        command: ['members', 'fetch'],
        addWork: async () =>
          world.mailchimp.has(
            ...next().map((email, index) => ({
              email_address: email,
              status: index % 4 === 0 ? 'unsubscribed' : 'subscribed',
              merge_fields: { FNAME: 'Ana', LNAME: 'Reis' },
            })),
          ),
        async check() {
          const members = await world.mailchimp.count();
          const contacts = await contactsLike(world, 'in.%');
          expect(await world.odoo.countOnList()).toBe(members);
          expect(await world.odoo.countOnList(true)).toBe(await world.mailchimp.count('unsubscribed'));
          expect(new Set(contacts).size).toBe(members);
          expect(contacts).toHaveLength(members);
        },
      });
    }, 600_000);
  },
  { versions: [14] },
);

describeOdoo(
  `kill -9 at ${kills} random points of an export`,
  (odoo) => {
    it('B14, B23: the next run completes it, and nobody is there twice', async () => {
      await using world = await openWorld(odoo);
      await using cli = await cliOn(world);
      const next = addresses('out');

      await killAtRandom(cli, {
        command: ['contacts', 'export'],
        addWork: async () => makeContacts(world, next()),
        async check() {
          const contacts = await contactsLike(world, 'out.%');
          expect(await world.mailchimp.count('subscribed')).toBe(contacts.length);
          expect(await world.mailchimp.count()).toBe(contacts.length);
          expect(await world.odoo.countOnList()).toBe(contacts.length);
          expect(new Set(contacts).size).toBe(contacts.length);
        },
      });
    }, 600_000);
  },
  { versions: [19] },
);

describeOdoo(
  `kill -9 at ${kills} random points of a forgetting`,
  (odoo) => {
    it('B57: the next call completes it, and nothing brings the person back', async () => {
      await using world = await openWorld(odoo);
      await using cli = await cliOn(world);
      const email = 'ana.reis@shop.pt';

      await killAtRandom(cli, {
        command: ['forget', email, '--yes'],
        async addWork() {
          await world.mailchimp.has({ email_address: email, status: 'subscribed' });
          await world.odoo.hasContacts({ email }, { email: `Ana Reis <${email.toUpperCase()}>` });
          await cli.run(['members', 'fetch', '--full']);
        },
        async check() {
          await cli.run(['sync']);
          await cli.run(['members', 'fetch', '--full']);
          expect(await world.mailchimp.member(email)).toBeNull();
          expect(await world.odoo.contacts(email)).toEqual([]);
        },
      });
    }, 600_000);
  },
  { versions: [19] },
);

async function makeContacts({ odoo }: World, emails: readonly string[]): Promise<void> {
  const listId = await odoo.mailingListId();
  const { contactSubscriptions } = odoo.session.capabilities;
  const values = emails.map((email) => ({
    name: 'Ana Reis',
    email,
    [contactSubscriptions]: [[0, 0, { list_id: listId }]],
  }));
  await odoo.call('mailing.contact', 'create', { params: { vals_list: values } });
}

async function contactsLike({ odoo }: World, pattern: string): Promise<unknown[]> {
  const found = await odoo.search('mailing.contact', [['email', '=like', pattern]], ['email']);
  return found.map(({ email }) => email);
}
