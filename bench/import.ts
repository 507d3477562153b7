// An import against what Odoo allows at best, and against an addon's way: npm run bench -- import [--members=N] [--odoo=19]
import { parseArgs } from 'node:util';
import { createContacts } from '../src/odoo/people/create-contacts.js';
import { addToBlacklist } from '../src/odoo/people/blacklist.js';
import type { OdooVersion } from '../src/staging/odoo-version.js';
import type { RunSummary } from '../src/sync/run/run-summary.js';
import { withDatabase, type BenchOdoo } from './support/bench-odoo.js';
import { audienceId, startBenchSandbox, type BenchSandbox } from './support/bench-sandbox.js';
import { likeAnAddon } from './support/like-an-addon.js';
import { median, seconds, timed } from './support/print.js';
import { withBridge } from './support/with-bridge.js';
import { decided } from '../src/consent/decided.js';

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '10000' },
    odoo: { type: 'string', default: '19' },
    rounds: { type: 'string', default: '3' },
  },
});
const members = Number(values.members);
const version = Number(values.odoo) as OdooVersion;
const perCall = 1000;

interface SandboxMember {
  email_address: string;
  status: string;
  merge_fields: { FNAME: string; LNAME: string };
}

const sandbox = await startBenchSandbox();
try {
  await bench();
} finally {
  sandbox.close();
}

async function bench(): Promise<void> {
  await sandbox.seed(members);
  const people = await allMembers(sandbox);
  console.log(`Import of ${members.toLocaleString('en')} members into a real Odoo ${version}`);
  const bare: number[] = [];
  const imported: number[] = [];
  let again: RunSummary | null = null;
  for (let round = 0; round < Number(values.rounds); round += 1) {
    // Side by side, so that a noisy minute weighs on both.
    const base = await withDatabase(version, (odoo) => timed(() => createBare(odoo, people)));
    const ours = await withDatabase(version, (odoo) => importAll(odoo));
    if (base === null || ours === null) return;
    bare.push(base);
    imported.push(ours.first);
    again = ours.again;
    console.log(`  round ${round + 1}: bare creates ${seconds(base)}, import ${seconds(ours.first)}`);
  }
  const ratio = median(imported.map((time, round) => time / (bare[round] ?? time)));
  console.log(
    `  import / bare batched creates: ${ratio.toFixed(2)} × (goal: at most 1.6 ×), median of the rounds`,
  );
  if (again !== null) {
    const { api_calls: calls, totals } = again;
    console.log(
      `  a second import: ${totals.created + totals.updated} written, ${calls.mailchimp} MailChimp calls, ${calls.odoo} Odoo calls, ${again.seconds.toFixed(2)} s`,
    );
  }
  const addon = await withDatabase(version, (odoo) => likeAnAddon(odoo, people));
  if (addon === null) return;
  const [theirs, ours] = [addon / members, median(imported) / members];
  console.log(
    `  record at a time inside Odoo (odoo shell): ${theirs.toFixed(2)} ms each, ours ${ours.toFixed(2)} ms each: ${(theirs / ours).toFixed(1)} × faster (goal: at least 10 ×)`,
  );
}

async function allMembers({ url }: BenchSandbox): Promise<SandboxMember[]> {
  const found: SandboxMember[] = [];
  for (const status of ['', '&status=archived']) {
    for (let offset = 0; ; offset += perCall) {
      const page = await fetch(
        `${url}/lists/${audienceId}/members?count=${perCall}&offset=${offset}${status}`,
        { headers: { authorization: 'Bearer bench-us1' } },
      );
      const rows = ((await page.json()) as { members: SandboxMember[] }).members;
      found.push(...rows);
      if (rows.length < perCall) break;
    }
  }
  return found;
}

/** The same records, with nothing but the calls that make them. */
async function createBare({ session }: BenchOdoo, people: readonly SandboxMember[]): Promise<void> {
  const [mailingListId = 0] = (await session.transport.call({
    model: 'mailing.list',
    method: 'create',
    params: { vals_list: [{ name: 'Bare' }] },
  })) as number[];
  for (let start = 0; start < people.length; start += perCall) {
    const page = people.slice(start, start + perCall);
    const bounced = page.filter(({ status }) => status === 'cleaned');
    await addToBlacklist(
      session.transport,
      bounced.map(({ email_address: email }) => decided(email)),
    );
    await createContacts(
      session,
      mailingListId,
      page.map(({ email_address: email, status, merge_fields: { FNAME, LNAME } }) => ({
        values: { name: `${FNAME} ${LNAME}`, email },
        tagIds: [],
        subscription: { optOut: decided(status !== 'subscribed'), optOutDate: null },
      })),
    );
  }
}

function importAll(odoo: BenchOdoo): Promise<{ first: number; again: RunSummary | null }> {
  const options = { audiences: [], full: false, dryRun: false, allowLarge: true };
  return withBridge(odoo, sandbox, async (bridge) => {
    let run: RunSummary | undefined;
    const first = await timed(async () => ([run] = await bridge.fetchMembers(options)));
    if (run?.totals.created !== members) throw new Error(`imported ${run?.totals.created} of ${members}`);
    return { first, again: (await bridge.fetchMembers(options))[0] ?? null };
  });
}
