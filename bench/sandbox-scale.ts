// A million members in one audience of the sandbox: npm run bench -- sandbox-scale [--members=N]
import { parseArgs } from 'node:util';
import { startSandbox } from 'mailchimp-sandbox';

const { values } = parseArgs({ options: { members: { type: 'string', default: '1000000' } } });
const members = Number(values.members);
const rounds = 5;

const sandbox = await startSandbox();
const audience = 'a36b032126';
await send('POST', '/_sandbox/audiences', { id: audience, name: 'Newsletter' });

const seeding = performance.now();
await send('POST', `/_sandbox/audiences/${audience}/members`, { count: members, seed: 1 });
const seconds = (performance.now() - seeding) / 1000;
const memory = process.memoryUsage().rss / 2 ** 20;

console.log(`${members.toLocaleString('en')} members in one audience of the sandbox, median of ${rounds}`);
console.log(
  `  seeded in ${seconds.toFixed(1)} s (goal: 60 s), ${memory.toFixed(0)} MiB resident (goal: 1500 MiB)`,
);

const half = Math.floor(members / 2);
const month = encodeURIComponent(new Date(Date.now() - 30 * 24 * 3600 * 1000).toISOString());
const year = encodeURIComponent(new Date(Date.now() - 366 * 24 * 3600 * 1000).toISOString());
const mapped =
  'fields=members.id,members.email_address,members.status,members.merge_fields,members.last_changed,total_items';
const changed = 'sort_field=last_changed&sort_dir=ASC';
const queries: readonly (readonly [string, string])[] = [
  ['first page, whole members', 'offset=0'],
  ['page in the middle', `offset=${half}`],
  ['last page', `offset=${Math.max(0, Math.floor(members * 0.99) - 1000)}`],
  ['page in the middle, mapped fields', `offset=${half}&${mapped}`],
  ['unsubscribed, last page', `status=unsubscribed&offset=${Math.floor(members / 20) - 1000}`],
  ['changed in the last month, by change', `since_last_changed=${month}&${changed}&${mapped}`],
  [
    'changed in the last year, by change, in the middle',
    `since_last_changed=${year}&${changed}&offset=${half}&${mapped}`,
  ],
  [
    'changed in the last year, by change, whole members',
    `since_last_changed=${year}&${changed}&offset=${half}`,
  ],
  ['changed in the last year, in the middle', `since_last_changed=${year}&offset=${half}`],
  ['by change, newest first, in the middle', `sort_field=last_changed&sort_dir=DESC&offset=${half}`],
  ['by opt-in, in the middle', `sort_field=timestamp_opt&sort_dir=ASC&offset=${half}`],
  ['by sign-up, in the middle', `sort_field=timestamp_signup&sort_dir=DESC&offset=${half}`],
  ['subscribed, by change, in the middle', `status=subscribed&${changed}&offset=${half}`],
  ['unsubscribed since a month', `status=unsubscribed&unsubscribed_since=${month}`],
  ['VIPs, of whom there are none', 'vip_only=true'],
];
console.log(
  '  GET members?count=1000 (goal: 50 ms): in the sandbox, with the way there and back, and the processor time',
);
console.log('  of sandbox and client together, which tells more on a busy machine');
for (const [name, query] of queries) await measurePage(name, query);
await measureWrites();
const after = process.memoryUsage().rss / 2 ** 20;
console.log(`  ${after.toFixed(0)} MiB resident at the end`);
await sandbox.close();

async function measurePage(name: string, query: string): Promise<void> {
  const inside: number[] = [];
  const outside: number[] = [];
  const processor: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    const used = process.cpuUsage();
    await send('GET', `/3.0/lists/${audience}/members?count=1000&${query}`);
    const { user, system } = process.cpuUsage(used);
    processor.push((user + system) / 1000);
    outside.push(performance.now() - started);
    const { requests } = (await send('GET', '/_sandbox/requests/recent')) as { requests: { ms: number }[] };
    inside.push(requests[0]?.ms ?? 0);
  }
  const columns = [inside, outside, processor].map((times) => `${median(times).toFixed(0).padStart(7)} ms`);
  console.log(`    ${name.padEnd(52)}${columns.join('')}`);
}

async function measureWrites(): Promise<void> {
  const batch = Array.from({ length: 500 }, (_, index) => ({
    email_address: `bench.${index}@acme-widgets.com`,
    status: 'subscribed',
    merge_fields: { FNAME: 'Bench' },
  }));
  const started = performance.now();
  await send('POST', `/3.0/lists/${audience}`, { members: batch, update_existing: true });
  console.log(`  batch subscribe of 500: ${(performance.now() - started).toFixed(0)} ms`);
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

async function send(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${sandbox.origin}${path}`, {
    method,
    headers: { authorization: 'Bearer bench-us1', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 200)}`);
  return JSON.parse(text) as unknown;
}
