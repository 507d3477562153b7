// An export against what MailChimp's connections allow at best: npm run bench -- export [--contacts=N] [--odoo=19]
import { parseArgs } from 'node:util';
import { createContacts } from '../src/odoo/people/create-contacts.js';
import type { OdooVersion } from '../src/staging/odoo-version.js';
import { chunk } from '../src/support/chunk.js';
import { withDatabase, type BenchOdoo } from './support/bench-odoo.js';
import { audienceId, startBenchSandbox } from './support/bench-sandbox.js';
import { median, seconds, timed } from './support/print.js';
import { openBenchBridge, withBridge } from './support/with-bridge.js';
import { decided } from '../src/consent/decided.js';

const { values } = parseArgs({
  options: {
    contacts: { type: 'string', default: '10000' },
    odoo: { type: 'string', default: '19' },
    rounds: { type: 'string', default: '3' },
  },
});
const contacts = Number(values.contacts);
const version = Number(values.odoo) as OdooVersion;
const connections = 8;
const addresses = Array.from({ length: contacts }, (_, index) => `ana.${index}@shop.pt`);
const knobs = { latency_ms: 200, latency_per_member_ms: 5 };

interface Requests {
  total: number;
  max_in_flight: number;
  rejected_429: number;
}

const sandbox = await startBenchSandbox();
try {
  await withDatabase(version, bench);
} finally {
  sandbox.close();
}

async function bench(odoo: BenchOdoo): Promise<void> {
  console.log(
    `Export of ${contacts.toLocaleString('en')} contacts of a real Odoo ${version} to the sandbox, ` +
      `${knobs.latency_ms} ms a call and ${knobs.latency_per_member_ms} ms a member`,
  );
  await makeContacts(odoo);
  const best: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    best.push(await measure(subscribeBare));
    const exported = await measure(() => exportAll(odoo));
    ours.push(exported);
    const { total, max_in_flight: most, rejected_429: refused } = await requests();
    console.log(
      `  round ${round + 1}: bare calls over ${connections} connections ${seconds(best[round] ?? 0)}, ` +
        `the export ${seconds(exported)} with ${total} calls, at most ${most} at once, ${refused} refused`,
    );
  }
  const shares = ours.map((time, round) => (100 * (best[round] ?? 0)) / time);
  console.log(`  of the best: ${median(shares).toFixed(0)} % (goal: at least 90 %), median of the rounds`);
}

async function measure(work: () => Promise<number>): Promise<number> {
  await sandbox.seed(0);
  await sandbox.control('PUT', '/knobs', knobs);
  await sandbox.control('DELETE', '/requests');
  return work();
}

/** What a second run costs: the audience is known, nothing else. Login and all reading are in it. */
async function exportAll(odoo: BenchOdoo): Promise<number> {
  return withBridge(odoo, sandbox, async (bridge, { config }) => {
    await bridge.fetchAudiences({ dryRun: false });
    const fresh = await openBenchBridge(config);
    try {
      return await timed(async () => {
        const [run] = await fresh.exportContacts({
          model: 'mailing.contact',
          selection: { by: 'all' },
          audiences: [],
          dryRun: false,
          allowLarge: false,
        });
        if (run?.totals.created !== contacts)
          throw new Error(`exported ${run?.totals.created} of ${contacts}`);
      });
    } finally {
      await fresh.close();
    }
  });
}

/** The same people with nothing but the batches, at the best size there is, all connections at once. */
function subscribeBare(): Promise<number> {
  const batches = chunk(addresses, bestSize()).map((some) =>
    JSON.stringify({
      members: some.map((email) => ({
        email_address: email,
        status: 'subscribed',
        merge_fields: { FNAME: 'Ana', LNAME: email.split('@')[0] },
      })),
      update_existing: true,
    }),
  );
  return timed(async () => {
    const connection = async (): Promise<void> => {
      for (let body = batches.shift(); body !== undefined; body = batches.shift()) {
        const answer = await fetch(`${sandbox.url}/lists/${audienceId}`, {
          method: 'POST',
          headers: { authorization: 'Bearer bench-us1', 'content-type': 'application/json' },
          body,
        });
        const { error_count: errors } = (await answer.json()) as { error_count: number };
        if (errors !== 0) throw new Error(`${errors} refused`);
      }
    };
    await Promise.all(Array.from({ length: connections }, connection));
  });
}

/** By what the knobs say. */
function bestSize(): number {
  const timeOf = (size: number): number =>
    Math.ceil(contacts / size / connections) * (knobs.latency_ms + size * knobs.latency_per_member_ms);
  const sizes = Array.from({ length: 500 }, (_, index) => index + 1);
  return sizes.reduce((best, size) => (timeOf(size) < timeOf(best) ? size : best));
}

async function requests(): Promise<Requests> {
  return (await sandbox.control('GET', '/requests')) as Requests;
}

async function makeContacts({ session }: BenchOdoo): Promise<void> {
  const mailingListId = await newsletter(session);
  for (let start = 0; start < contacts; start += 1000) {
    const drafts = Array.from({ length: Math.min(1000, contacts - start) }, (_, index) => ({
      values: { name: `Ana ${start + index}`, email: addresses[start + index] },
      tagIds: [],
      subscription: { optOut: decided(false), optOutDate: null },
    }));
    await createContacts(session, mailingListId, drafts);
  }
}

/** The mailing list of the account; a new Odoo comes with one of this name. */
async function newsletter({ transport }: BenchOdoo['session']): Promise<number> {
  const domain = [['name', '=', 'Newsletter']];
  const params = { domain, fields: ['name'] };
  const [there] = (await transport.call({ model: 'mailing.list', method: 'search_read', params })) as {
    id: number;
  }[];
  if (there !== undefined) return there.id;
  const [made = 0] = (await transport.call({
    model: 'mailing.list',
    method: 'create',
    params: { vals_list: [{ name: 'Newsletter' }] },
  })) as number[];
  return made;
}
