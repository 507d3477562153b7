// What a sync costs when 100 records changed on each side: npm run bench -- cost [--members=20000,200000] [--odoo=19]
import { parseArgs } from 'node:util';
import type { Bridge } from '../src/app/bridge.js';
import type { OdooVersion } from '../src/staging/odoo-version.js';
import { systemClock, type Clock } from '../src/support/clock.js';
import type { RunSummary } from '../src/sync/run/run-summary.js';
import { withDatabase, type BenchOdoo } from './support/bench-odoo.js';
import { audienceId, startBenchSandbox } from './support/bench-sandbox.js';
import { seconds } from './support/print.js';
import { withBridge } from './support/with-bridge.js';

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '20000,200000' },
    changed: { type: 'string', default: '100' },
    odoo: { type: 'string', default: '19' },
  },
});
const version = Number(values.odoo) as OdooVersion;
const changed = Number(values.changed);

interface Measured {
  run: RunSummary;
  /** Milliseconds of this process on the processor. */
  own: number;
}

/** Of the bridge. */
let ahead = 0;
const clock: Clock = { now: () => new Date(Date.now() + ahead), sleep: systemClock.sleep };

const sandbox = await startBenchSandbox();
try {
  console.log(`A sync after ${changed} changes on each side, with a real Odoo ${version}`);
  for (const members of values.members.split(',').map(Number))
    await withDatabase(version, (odoo) =>
      withBridge(odoo, sandbox, (bridge) => bench(odoo, bridge, members), clock),
    );
} finally {
  sandbox.close();
}

async function bench(odoo: BenchOdoo, bridge: Bridge, members: number): Promise<void> {
  await sandbox.seed(members);
  await bridge.fetchMembers({ audiences: [], full: false, dryRun: false, allowLarge: true });
  await measured(bridge);
  afterAWhile();
  await measured(bridge);
  const emails = await subscribedEmails();
  await changeInMailchimp(emails.slice(0, changed));
  await changeInOdoo(odoo, emails.slice(changed, 2 * changed));
  const { run, own } = await measured(bridge);
  afterAWhile();
  const idle = await measured(bridge);
  const { totals, api_calls: calls } = run;
  console.log(`  ${members.toLocaleString('en')} members:`);
  console.log(
    `    ${totals.updated} updated with ${calls.mailchimp} MailChimp calls (goal: at most 12) and ${calls.odoo} Odoo calls ` +
      `(goal: at most 25), ${seconds(own)} of our own time (goal: under 5 s), ${run.seconds.toFixed(2)} s in all`,
  );
  console.log(
    `    then nothing changed: ${idle.run.api_calls.mailchimp} MailChimp calls, ${idle.run.api_calls.odoo} Odoo calls, ${seconds(idle.own)} of our own time`,
  );
}

/** What Odoo wrote in the last quarter of an hour is looked at again, and here that would be everything. */
function afterAWhile(): void {
  ahead += 20 * 60_000;
}

async function measured(bridge: Bridge): Promise<Measured> {
  const before = process.cpuUsage();
  const { runs, stopped } = await bridge.sync({ audiences: [], dryRun: false, allowLarge: false });
  const { user, system } = process.cpuUsage(before);
  const [run] = runs;
  if (run === undefined) throw new Error('stopped', { cause: stopped[0] });
  return { run, own: (user + system) / 1000 };
}

async function subscribedEmails(): Promise<string[]> {
  const { members } = (await api(
    'GET',
    `members?status=subscribed&count=${2 * changed}&fields=members.email_address`,
  )) as { members: { email_address: string }[] };
  return members.map(({ email_address: email }) => email);
}

async function changeInMailchimp(emails: readonly string[]): Promise<void> {
  for (const email of emails) await api('PATCH', `members/${email}`, { merge_fields: { FNAME: 'Changed' } });
}

async function changeInOdoo({ session }: BenchOdoo, emails: readonly string[]): Promise<void> {
  const domain = [['email', 'in', emails]];
  const ids = (await session.transport.call({
    model: 'mailing.contact',
    method: 'search',
    params: { domain },
  })) as number[];
  await session.transport.call({
    model: 'mailing.contact',
    method: 'write',
    ids,
    params: { vals: { name: 'Changed Too' } },
  });
}

async function api(method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${sandbox.url}/lists/${audienceId}/${path}`, {
    method,
    headers: { authorization: 'Bearer bench-us1', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return answer.json();
}
