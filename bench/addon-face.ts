// The face in Odoo: what it costs to install, and what its columns add to writing contacts, on the staging servers:
// npm run bench -- addon-face [--contacts=20000]
import { parseArgs } from 'node:util';
import { installFace, uninstallFace } from '../src/addon/engine/manage-face.js';
import { writeAccount } from '../src/addon/writers/write-account.js';
import { writeAudiences } from '../src/addon/writers/write-audiences.js';
import { writeMemberStatuses } from '../src/addon/writers/write-member-statuses.js';
import { subscriptionFaceValues } from '../src/core/face-names.js';
import { connectOdoo, type OdooSession } from '../src/odoo/connect.js';
import { createRecords } from '../src/odoo/records/create-records.js';
import { createDatabase, dropDatabase } from '../src/staging/databases.js';
import { odooVersions, serverUrl, type OdooVersion } from '../src/staging/odoo-version.js';
import { stagingRunning } from '../src/staging/up-and-down.js';
import { chunk } from '../src/support/chunk.js';
import { systemClock } from '../src/support/clock.js';
import { Secret } from '../src/support/secret.js';

const { values } = parseArgs({ options: { contacts: { type: 'string', default: '20000' } } });
const contacts = Number(values.contacts);
const pageSize = 1000;
const real = { dryRun: false };

for (const version of odooVersions) {
  if (stagingRunning(version)) await benchServer(version);
  else console.log(`skipped: no staging Odoo ${version}, start it with npm run staging -- up`);
}

async function benchServer(version: OdooVersion): Promise<void> {
  const database = `test_${process.pid}_bench`;
  await createDatabase(version, database);
  const odoo = await connect(version, database);
  try {
    const rows: Record<string, string> = {};
    rows.install = await timed(() => installFace(odoo, real));
    rows['install again'] = await timed(() => installFace(odoo, real));
    Object.assign(rows, await benchContacts(odoo));
    rows.uninstall = await timed(() => uninstallFace(odoo, real));
    console.log(`\nOdoo ${odoo.serverVersion.text}, ${contacts} contacts`);
    console.table(rows);
  } finally {
    await odoo.close();
    await dropDatabase(version, database);
  }
}

function connect(version: OdooVersion, database: string): Promise<OdooSession> {
  const login = { username: 'admin', password: new Secret('admin'), protocol: 'jsonrpc' } as const;
  return connectOdoo({ url: serverUrl(version), database, ...login }, { clock: systemClock });
}

/** Pages with and without the face's columns by turns, the quickest of each: a slow moment of the machine meets both. */
async function benchContacts(odoo: OdooSession): Promise<Record<string, string>> {
  const list = await boundList(odoo);
  const ids: number[] = [];
  const best = { plain: Infinity, withFace: Infinity };
  const numbers = Array.from({ length: contacts / 2 }, (_, index) => index);
  for (const page of chunk(numbers, pageSize)) {
    const plain = await milliseconds(() => createPage(odoo, { list, page, face: false }));
    const withFace = await milliseconds(async () => {
      ids.push(...(await createPage(odoo, { list, page, face: true })));
    });
    best.plain = Math.min(best.plain, plain);
    best.withFace = Math.min(best.withFace, withFace);
  }
  const statuses = ids.map((contactId, index) => ({
    contactId,
    status: index % 10 === 0 ? ('unsubscribed' as const) : ('subscribed' as const),
    pushedAt: '2026-01-02 03:04:05',
  }));
  const more = ((best.withFace / best.plain - 1) * 100).toFixed(0);
  return {
    'create 1000 contacts': `${best.plain.toFixed(0)} ms`,
    'create 1000 with status and date': `${best.withFace.toFixed(0)} ms (+${more} %)`,
    [`write ${ids.length} statuses afterwards`]: await timed(() => writeMemberStatuses(odoo, list, statuses)),
  };
}

async function boundList(odoo: OdooSession): Promise<number> {
  const [list = 0] = await createRecords(odoo.transport, 'mailing.list', [{ name: 'Bench' }]);
  const options = { auto_create_member: true, auto_create_customer: false, auto_sync_member: true };
  const account = await writeAccount(odoo.transport, {
    ...{ key: 'bench', name: () => Promise.resolve('Bench'), seenAt: new Date() },
    options: { ...options, auto_update_contact: true, override_contact_name: false },
  });
  const described = { dateCreated: null, subscribeUrl: null, rating: null, doubleOptin: false };
  await writeAudiences(odoo.transport, account.id, [
    { id: 'bench', name: 'Bench', mailingListId: list, counts: {}, pinnedAutoExport: null, ...described },
  ]);
  return list;
}

function createPage(
  odoo: OdooSession,
  { list, page, face }: { list: number; page: readonly number[]; face: boolean },
): Promise<number[]> {
  const contactValues = page.map((index) => {
    const subscribedAt = `2026-01-01 00:00:${String(index % 60).padStart(2, '0')}`;
    const shown = face ? subscriptionFaceValues({ status: 'subscribed', subscribedAt }) : {};
    return {
      name: `Bench ${index}`,
      email: `bench${index}.${String(face)}@example.com`,
      [odoo.capabilities.contactSubscriptions]: [[0, 0, { list_id: list, ...shown }]],
    };
  });
  return createRecords(odoo.transport, 'mailing.contact', contactValues);
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function timed(work: () => Promise<unknown>): Promise<string> {
  return `${(await milliseconds(work)).toFixed(0)} ms`;
}
