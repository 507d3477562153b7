import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { connectOdoo, type OdooSession } from '../../../src/odoo/connect.js';
import { systemClock } from '../../../src/support/clock.js';
import { Secret } from '../../../src/support/secret.js';
import { audienceId, startBenchSandbox, type BenchSandbox } from '../bench-sandbox.js';
import { openRelay, type Relay } from './relay.js';
import { serveChild, type ServeChild } from './serve-child.js';

export const mailingList = 'Newsletter';
const token = 'the-token-of-serve-in-a-measurement';
const program = join(import.meta.dirname, '../../../src/cli/main.js');

export interface OdooPlace {
  url: string;
  database: string;
  username: string;
  password: string;
}

/** MailChimp and `serve`, each a process of its own, and an Odoo; with a webhook that a relay takes. */
export interface LoadWorld {
  sandbox: BenchSandbox;
  serve: ServeChild;
  relay: Relay;
  session: OdooSession;
  addresses: readonly string[];
  close(): Promise<void>;
}

/** The small Odoo behind 50 ms, and a way to take it away. */
export async function slowOdoo(): Promise<{ place: OdooPlace; down(isDown: boolean): void; close(): void }> {
  const worker = new Worker(new URL('./small-odoo-worker.js', import.meta.url));
  const [place] = (await once(worker, 'message')) as [OdooPlace];
  return {
    place,
    down: (isDown) => worker.postMessage(isDown),
    close: () => void worker.terminate(),
  };
}

/** With `people` members that are in Odoo as well. */
export async function openLoadWorld(place: OdooPlace, people: number): Promise<LoadWorld> {
  const sandbox = await startBenchSandbox();
  const folder = mkdtempSync(join(tmpdir(), 'odoo-mailchimp-bench-'));
  const accountFile = join(folder, 'account.yaml');
  writeFileSync(accountFile, JSON.stringify(accountOf(place, { sandbox, folder })));
  const env = { ODOO_PASSWORD: place.password, MAILCHIMP_KEY: 'bench-us1', WEBHOOK_TOKEN: token };
  const serve = await serveChild({ program, accountFile, env });
  const relay = await openRelay(serve.url);
  await sandbox.control('POST', '/reset');
  await sandbox.control('POST', '/audiences', { id: audienceId, name: mailingList });
  const addresses = Array.from({ length: people }, (_, index) => `ana.${index}@crowd-farm.com`);
  await sandbox.control('POST', `/audiences/${audienceId}/members`, { members: addresses.map(newMember) });
  await register(sandbox, `${relay.url}/webhooks/mailchimp/${token}`);
  const { url, database, username, password } = place;
  const connection = {
    url,
    database,
    username,
    password: new Secret(password),
    protocol: 'jsonrpc',
  } as const;
  const session = await connectOdoo(connection, { clock: systemClock });
  await serve.run('members', 'fetch');
  await serve.start();
  return {
    ...{ sandbox, serve, relay, session, addresses },
    async close() {
      await serve.kill();
      relay.close();
      sandbox.close();
      await session.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const newMember = (email_address: string): object => ({
  ...{ email_address, status: 'subscribed', merge_fields: { FNAME: 'Ana', LNAME: 'Sousa' } },
});

function accountOf(
  { url, database, username }: OdooPlace,
  { sandbox, folder }: { sandbox: BenchSandbox; folder: string },
): object {
  return {
    account: 'bench',
    odoo: { url, database, username, password: '${ODOO_PASSWORD}' },
    mailchimp: { api_key: '${MAILCHIMP_KEY}', base_url: sandbox.url },
    store: join(folder, 'store.db'),
    member_options: { override_contact_name: true },
    audiences: [{ id: audienceId, mailing_list: mailingList }],
    webhooks: { public_url: 'http://127.0.0.1', token: '${WEBHOOK_TOKEN}' },
  };
}

/** Two of them, for the sandbox hands the events of one over one after the other, and that takes its time. */
async function register(sandbox: BenchSandbox, url: string): Promise<void> {
  for (const [index, names] of [['profile'], ['subscribe', 'unsubscribe', 'cleaned', 'upemail']].entries()) {
    const answer = await fetch(`${sandbox.url}/lists/${audienceId}/webhooks`, {
      method: 'POST',
      headers: { authorization: 'Bearer bench-us1', 'content-type': 'application/json' },
      body: JSON.stringify({ url: `${url}?${index}`, events: all(names), sources: all(['user', 'admin']) }),
    });
    if (!answer.ok) throw new Error(`the webhook was refused: ${await answer.text()}`);
  }
}

const all = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, true]));
