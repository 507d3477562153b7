// The three protocols of Odoo side by side, on every Odoo that answers: npm run bench -- odoo-protocols [--odoo=URL,URL]
import { parseArgs } from 'node:util';
import { connectOdoo, type OdooConnection, type OdooSession } from '../src/odoo/connect.js';
import type { OdooProtocol } from '../src/odoo/transport/odoo-transport.js';
import { systemClock } from '../src/support/clock.js';
import { BridgeError } from '../src/support/errors.js';
import { Secret } from '../src/support/secret.js';
import { makeApiKey } from './support/api-key.js';

const people = 1000;
const rounds = 3;
const fields = ['name', 'email', 'email_normalized', 'country_id', 'write_date'];
const protocols: readonly OdooProtocol[] = ['json2', 'jsonrpc', 'xmlrpc'];

type Measured = Record<'read' | 'create' | 'write', number>;

const { values } = parseArgs({
  options: { odoo: { type: 'string', default: 'http://127.0.0.1:8069,http://127.0.0.1:8014' } },
});
for (const url of values.odoo.split(',')) await benchServer(url);

async function benchServer(url: string): Promise<void> {
  const login: OdooConnection = {
    url,
    database: 'staging',
    username: 'admin',
    password: new Secret('admin'),
    protocol: 'jsonrpc',
  };
  const admin = await connectOdoo(login, { clock: systemClock }).catch(skipped);
  if (!admin) return;
  const { serverVersion } = admin;
  const apiKey = serverVersion.major >= 19 ? await makeApiKey(admin) : undefined;
  const results = new Map<OdooProtocol, Measured>();
  for (const protocol of protocols.filter((each) => each !== 'json2' || apiKey)) {
    const session = await connectOdoo(
      { ...login, ...(apiKey ? { apiKey } : {}), protocol },
      { clock: systemClock },
    );
    results.set(protocol, await measure(session));
    await session.close();
  }
  await admin.close();
  print(
    `Odoo ${serverVersion.text} at ${url}, ${people} mailing contacts, ${fields.length} fields, best of ${rounds}`,
    results,
  );
}

function skipped(error: unknown): undefined {
  if (!(error instanceof BridgeError)) throw error;
  console.log(`skipped: ${error.message}`);
}

async function measure({ transport }: OdooSession): Promise<Measured> {
  const model = 'mailing.contact';
  const best: Measured = { read: Infinity, create: Infinity, write: Infinity };
  for (let round = 0; round < rounds; round += 1) {
    const vals_list = Array.from({ length: people }, (_, index) => ({
      name: `Bench ${index}`,
      email: `bench${index}@example.com`,
    }));
    let ids: number[] = [];
    best.create = Math.min(
      best.create,
      await timed(async () => {
        ids = (await transport.call({ model, method: 'create', params: { vals_list } })) as number[];
      }),
    );
    best.read = Math.min(
      best.read,
      await timed(() => transport.call({ model, method: 'read', ids, params: { fields } })),
    );
    const vals = { company_name: `Round ${round}` };
    best.write = Math.min(
      best.write,
      await timed(() => transport.call({ model, method: 'write', ids, params: { vals } })),
    );
    await transport.call({ model, method: 'unlink', ids });
  }
  return best;
}

/** Milliseconds. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function print(title: string, results: ReadonlyMap<OdooProtocol, Measured>): void {
  const base = results.get('jsonrpc');
  console.log(`\n${title}`);
  console.table(
    Object.fromEntries(
      [...results].map(([protocol, measured]) => [protocol, row(measured, base ?? measured)]),
    ),
  );
}

function row(measured: Measured, base: Measured): Record<string, string> {
  const cell = (key: keyof Measured) =>
    `${measured[key].toFixed(0)} ms (${(measured[key] / base[key]).toFixed(2)} × jsonrpc)`;
  return { read: cell('read'), create: cell('create'), write: cell('write') };
}
