// Events thrown at serve, and how soon they are in Odoo: npm run bench -- serve [--events=N] [--down=SECONDS] [--only=NAME]
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { OdooVersion } from '../src/staging/odoo-version.js';
import { withDatabase } from './support/bench-odoo.js';
import { audienceId } from './support/bench-sandbox.js';
import { differences, type MemberState } from './support/load/differences.js';
import { mailingList, openLoadWorld, slowOdoo, type LoadWorld } from './support/load/load-world.js';
import { throwEvents } from './support/load/throw-events.js';
import { median, seconds } from './support/print.js';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '5000' },
    people: { type: 'string', default: '1500' },
    'per-second': { type: 'string', default: '200' },
    down: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '25' },
    odoo: { type: 'string', default: '19,14' },
    only: { type: 'string', default: 'end-to-end,plain,disorder,kill,down,tokens' },
  },
});
const [events, people, perSecond] = [values.events, values.people, values['per-second']].map(Number) as [
  ...[number, number, number],
];
const wanted = values.only.split(',');

interface Circumstances {
  name: string;
  title: string;
  knobs?: object;
  moments?(world: LoadWorld, down: (isDown: boolean) => void): Parameters<typeof throwEvents>[0]['moments'];
}

const circumstances: Circumstances[] = [
  { name: 'plain', title: 'as they come' },
  {
    name: 'disorder',
    title: 'MailChimp tells 30 % twice and 30 % in the wrong order',
    knobs: { webhook_duplicate: 0.3, webhook_reorder: 0.3 },
  },
  { name: 'kill', title: 'serve is killed five times', moments: ({ serve }) => kills(serve) },
  {
    name: 'down',
    title: `Odoo is away for ${values.down} s in the middle`,
    moments: (_, down) => outage(down),
  },
];

if (wanted.includes('end-to-end')) await endToEnd();
for (const one of circumstances) if (wanted.includes(one.name)) await load(one);
if (wanted.includes('tokens')) await wrongTokens();

function kills(serve: LoadWorld['serve']) {
  const happens = async (): Promise<void> => {
    await serve.kill();
    await serve.start();
  };
  return [0.15, 0.3, 0.45, 0.6, 0.8].map((share) => ({ share, happens }));
}

function outage(down: (isDown: boolean) => void) {
  const happens = async (): Promise<void> => {
    down(true);
    await delay(Number(values.down) * 1000);
    down(false);
  };
  return [{ share: 0.5, happens }];
}

async function load({ title, knobs = {}, moments }: Circumstances): Promise<void> {
  const odoo = await slowOdoo();
  const world = await openLoadWorld(odoo.place, people);
  try {
    await world.sandbox.control('PUT', '/knobs', knobs);
    const started = performance.now();
    await throwEvents({
      ...{ emails: world.addresses, acts: events, perSecond, seed: 1, act: actIn(world) },
      moments: moments?.(world, odoo.down) ?? [],
    });
    const thrown = performance.now();
    await settled(world);
    const done = performance.now();
    console.log(
      `${world.relay.taken.toLocaleString('en')} events in ${seconds(thrown - started)}, ${title}:`,
    );
    console.log(`  POST answered in ${percentiles(world.relay.answered)} (goal: 99 % under 100 ms)`);
    console.log(
      `  ${world.relay.refused} had to be sent again; all in Odoo ${seconds(done - thrown)} after the last`,
    );
    await judge(world);
  } finally {
    await world.close();
    odoo.close();
  }
}

function actIn({ sandbox }: LoadWorld) {
  return async (email: string, action: string, more: object): Promise<void> => {
    await sandbox.control('POST', `/audiences/${audienceId}/persona`, { email, action, ...more });
  };
}

async function settled({ sandbox, relay, serve }: LoadWorld): Promise<void> {
  await sandbox.control('POST', '/deliveries/settle');
  await relay.delivered();
  while ((await serve.metric('inbox_waiting')) > 0) await delay(100);
}

async function judge(world: LoadWorld): Promise<void> {
  const members = await allMembers(world);
  const wrong = await differences(world.session, mailingList, members);
  const memory = (await world.serve.metric('process_resident_memory_bytes')) / 2 ** 20;
  console.log(
    `  ${members.length} people compared on both sides: ${wrong.length} differ; serve takes ${memory.toFixed(0)} MB`,
  );
  for (const text of wrong.slice(0, 10)) console.log(`    ${text}`);
}

async function allMembers({ sandbox }: LoadWorld): Promise<MemberState[]> {
  const all: MemberState[] = [];
  for (;;) {
    const query = `count=1000&offset=${all.length}&fields=members.email_address,members.status,members.merge_fields`;
    const answer = await fetch(`${sandbox.url}/lists/${audienceId}/members?${query}`, {
      headers: { authorization: 'Bearer bench-us1' },
    });
    const { members } = (await answer.json()) as { members: MemberState[] };
    all.push(...members);
    if (members.length < 1000) return all;
  }
}

function percentiles(milliseconds: readonly number[]): string {
  const sorted = [...milliseconds].sort((one, other) => one - other);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  return `${at(0.5)} ms (median), ${at(0.99)} ms (99 %), ${sorted.at(-1)?.toFixed(1) ?? ''} ms (worst)`;
}

/** Somebody unsubscribes; how long until a user of Odoo sees it. */
async function endToEnd(): Promise<void> {
  for (const version of values.odoo.split(',').map((text) => Number(text) as OdooVersion)) {
    const rounds = Number(values.rounds);
    const times = await withDatabase(version, async ({ connection }) => {
      const { url, database, username, password } = connection;
      const world = await openLoadWorld({ url, database, username, password: password.reveal() }, rounds + 1);
      const measured: number[] = [];
      for (const email of world.addresses) measured.push(await untilOptedOut(world, email));
      await world.close();
      // The first finds nothing of Odoo in memory.
      return measured.slice(1);
    });
    if (times === null) continue;
    const worst = Math.max(...times);
    console.log(
      `Unsubscribed in MailChimp, opted out in real Odoo ${version}: ${seconds(median(times))} (median of ${times.length}, goal: under 2 s), ${seconds(worst)} at worst`,
    );
  }
}

async function untilOptedOut(world: LoadWorld, email: string): Promise<number> {
  const { transport, capabilities } = world.session;
  const domain = [
    ['contact_id.email', '=', email],
    ['opt_out', '=', true],
  ];
  const query = { model: capabilities.subscriptionModel, method: 'search_count', params: { domain } };
  const started = performance.now();
  await actIn(world)(email, 'unsubscribe', {});
  while ((await transport.call(query)) === 0) await delay(10);
  return performance.now() - started;
}

/** Whoever tries one token after the other. */
async function wrongTokens(): Promise<void> {
  const odoo = await slowOdoo();
  const world = await openLoadWorld(odoo.place, 1);
  const statuses = new Set<number>();
  const memory = async (): Promise<string> =>
    `${((await world.serve.metric('process_resident_memory_bytes')) / 2 ** 20).toFixed(0)} MB`;
  const tryTokens = async (count: number): Promise<void> => {
    for (let start = 0; start < count; start += 50) {
      const some = Array.from({ length: 50 }, (_, index) => wrongToken(world, start + index));
      for (const status of await Promise.all(some)) statuses.add(status);
    }
  };
  await tryTokens(10_000);
  const before = await memory();
  await tryTokens(10_000);
  console.log(
    `10,000 wrong tokens: HTTP ${[...statuses].join(', ')}; ${before} before, ${await memory()} after`,
  );
  await world.close();
  odoo.close();
}

async function wrongToken({ serve }: LoadWorld, index: number): Promise<number> {
  const answer = await fetch(`${serve.url}/webhooks/mailchimp/wrong-token-number-${index}`, {
    method: 'POST',
  });
  await answer.arrayBuffer();
  return answer.status;
}
