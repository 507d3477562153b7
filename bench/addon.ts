// The addon in Odoo: what it costs to install, and what keeping its columns true adds to an import, on the staging
// servers: npm run bench -- addon [--members=10000] [--rounds=3] [--odoo=19|14]
import { parseArgs } from 'node:util';
import { installAddon, uninstallAddon } from '../src/addon/engine/manage-addon.js';
import { odooVersions, type OdooVersion } from '../src/staging/odoo-version.js';
import { withDatabase, type BenchOdoo } from './support/bench-odoo.js';
import { startBenchSandbox } from './support/bench-sandbox.js';
import { seconds, timed } from './support/print.js';
import { withBridge } from './support/with-bridge.js';

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '3' },
    odoo: { type: 'string' },
  },
});
const members = Number(values.members);
const real = { dryRun: false };

const sandbox = await startBenchSandbox();
try {
  await sandbox.seed(members);
  for (const version of odooVersions)
    if (values.odoo === undefined || Number(values.odoo) === version) await benchServer(version);
} finally {
  sandbox.close();
}

/** Without and with the addon by turns, the quickest of each: a slow moment of the machine meets both. */
async function benchServer(version: OdooVersion): Promise<void> {
  console.log(`The addon in a real Odoo ${version}, import of ${members.toLocaleString('en')} members`);
  const quickest = { plain: Infinity, addon: Infinity };
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    const plain = await withDatabase(version, importAll);
    const withAddon = await withDatabase(version, importWithAddon);
    if (plain === null || withAddon === null) return;
    const { install, again, time, uninstall } = withAddon;
    console.log(
      `  round ${round}: import ${seconds(plain)}, with the addon ${seconds(time)}; install ${seconds(install)}, again ${seconds(again)}, uninstall ${seconds(uninstall)}`,
    );
    quickest.plain = Math.min(quickest.plain, plain);
    quickest.addon = Math.min(quickest.addon, time);
  }
  const more = (quickest.addon / quickest.plain - 1) * 100;
  console.log(
    `  the columns add ${more.toFixed(0)} % to the import (goal: at most 25 %), quickest of the rounds`,
  );
}

async function importWithAddon(odoo: BenchOdoo) {
  const install = await timed(() => installAddon(odoo.session, real));
  const again = await timed(() => installAddon(odoo.session, real));
  const time = await importAll(odoo);
  await expectAllShown(odoo);
  const uninstall = await timed(() => uninstallAddon(odoo.session, real));
  return { install, again, time, uninstall };
}

function importAll(odoo: BenchOdoo): Promise<number> {
  const options = { audiences: [], full: false, dryRun: false, allowLarge: true };
  return withBridge(odoo, sandbox, async (bridge) => {
    let created: number | undefined;
    const time = await timed(async () => {
      created = (await bridge.fetchMembers(options))[0]?.totals.created;
    });
    if (created !== members) throw new Error(`imported ${created} of ${members}`);
    return time;
  });
}

/** A figure counts only for columns that are true. */
async function expectAllShown({ session }: BenchOdoo): Promise<void> {
  const domain = [['x_mailchimp_status', '!=', false]];
  const call = { model: session.capabilities.subscriptionModel, method: 'search_count', params: { domain } };
  const shown = await session.transport.call(call);
  if (shown !== members) throw new Error(`the addon shows ${String(shown)} of ${members}`);
}
