// Memory of the bridge's process while it imports: npm run bench -- memory [--members=N] [--odoo=19]
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { OdooVersion } from '../src/staging/odoo-version.js';
import { benchAccount } from './support/bench-account.js';
import { withDatabase, type BenchOdoo } from './support/bench-odoo.js';
import { startBenchSandbox } from './support/bench-sandbox.js';
import { median, seconds } from './support/print.js';

const { values } = parseArgs({
  options: { members: { type: 'string', default: '100000' }, odoo: { type: 'string', default: '19' } },
});
const members = Number(values.members);
const version = Number(values.odoo) as OdooVersion;
const program = join(import.meta.dirname, '../src/cli/main.js');
const sampleMs = 250;

const sandbox = await startBenchSandbox();
try {
  await withDatabase(version, bench);
} finally {
  sandbox.close();
}

async function bench({ connection }: BenchOdoo): Promise<void> {
  await sandbox.seed(members);
  const account = benchAccount(connection, sandbox);
  const file = join(account.folder, 'account.json');
  const { url, database, username } = connection;
  // JSON is YAML.
  const settings = {
    account: 'bench',
    store: account.config.store,
    odoo: { url, database, username, password: '${BENCH_ODOO_PASSWORD}' },
    mailchimp: { api_key: '${BENCH_MAILCHIMP_KEY}', base_url: sandbox.url },
    audiences: account.config.audiences.map(({ id, mailing_list }) => ({ id, mailing_list })),
  };
  writeFileSync(file, JSON.stringify(settings));
  const started = performance.now();
  const child = spawn(process.execPath, [program, '--config', file, 'members', 'fetch', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      BENCH_ODOO_PASSWORD: connection.password.reveal(),
      BENCH_MAILCHIMP_KEY: 'bench-us1',
    },
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => output.push(part));
  const samples: number[] = [];
  const sampler = setInterval(() => samples.push(residentMib(child.pid)), sampleMs);
  const [code] = (await once(child, 'close')) as [number];
  clearInterval(sampler);
  account.remove();
  const time = performance.now() - started;
  const text = Buffer.concat(output).toString();
  const created = (JSON.parse(text) as { totals: { created: number } }).totals.created;
  if (code !== 0 || created !== members) throw new Error(`exit code ${code}: ${text.slice(0, 500)}`);
  report(
    samples.filter((sample) => sample > 0),
    time,
  );
}

function report(samples: readonly number[], time: number): void {
  const quarter = (index: number): number =>
    median(samples.slice((index * samples.length) / 4, ((index + 1) * samples.length) / 4));
  console.log(
    `Memory of an import of ${members.toLocaleString('en')} members into a real Odoo ${version}, in ${seconds(time)}`,
  );
  console.log(`  at most ${Math.max(...samples).toFixed(0)} MiB resident (goal: under 250 MiB)`);
  console.log(
    `  median of each quarter of the run: ${[0, 1, 2, 3].map((index) => quarter(index).toFixed(0)).join(', ')} MiB; ` +
      `the last is ${(quarter(3) / quarter(1)).toFixed(2)} × the second (goal: flat)`,
  );
}

/** Of another process; 0 when it has just ended. */
function residentMib(pid: number | undefined): number {
  try {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
  } catch {
    return 0;
  }
}
