import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { openBridge } from '../../src/app/open-bridge.js';
import { systemClock } from '../../src/support/clock.js';
import { describeOdoo } from '../support/staging/describe-odoo.js';
import { openTap, type Tap } from '../support/tap.js';
import type { TappedRequest } from '../support/tap-desk.js';
import { openWorld, type World } from '../support/world/open-world.js';
import { buildCli } from './children/built-cli.js';

const leaseMs = 1000;
/** Two batches, of which the second waits for the only connection. */
const people = 600;
const leavers = 9;

beforeAll(buildCli, 300_000);

/** The same account as the world's, through a tap, and a process that works on it. */
function startExport(world: World, { tap, folder }: { tap: Tap; folder: string }): ChildProcess {
  const { odoo, mailchimp, audiences, store } = world.config;
  const secret = odoo.api_key === undefined ? { password: '${ODOO_SECRET}' } : { api_key: '${ODOO_SECRET}' };
  const account = {
    ...{ account: world.config.account, store },
    odoo: { url: tap.through(odoo.url), database: odoo.database, username: odoo.username, ...secret },
    mailchimp: {
      api_key: '${MAILCHIMP_KEY}',
      base_url: tap.through(mailchimp.base_url ?? ''),
      max_connections: 1,
    },
    audiences: audiences.map(({ id, mailing_list }) => ({ id, mailing_list })),
  };
  const file = join(folder, 'account.yaml');
  writeFileSync(file, JSON.stringify(account));
  const argv = [`${leaseMs}`, '--config', file, 'contacts', 'export', '--accept-database'];
  return spawn(process.execPath, [resolve('test/cli/children/leased-cli.mjs'), ...argv], {
    env: {
      ...{ PATH: process.env.PATH, HOME: process.env.HOME, MAILCHIMP_KEY: 'test-us1' },
      ODOO_SECRET: (odoo.api_key ?? odoo.password)?.reveal() ?? '',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((settle) => child.once('close', settle));

const isBatch = ({ method, path }: TappedRequest): boolean =>
  method === 'POST' && /\/lists\/\w+(\?|$)/u.test(path);

const writesIn = ({ requests }: Tap): TappedRequest[] =>
  requests.filter(({ method, path, body }) =>
    path.includes('/lists/') ? method !== 'GET' : /\b(?:create|write)\b/u.test(`${path} ${body}`),
  );

describeOdoo('a run that is stopped until it has lost its lease', (odoo) => {
  it('B42, B71: sends nothing more and leaves with 5, and who has opted out meanwhile is not subscribed', async () => {
    await using world = await openWorld(odoo);
    const emails = Array.from({ length: people }, (_, index) => `p${index}@lease-farm.com`);
    await world.odoo.hasContacts(...emails.map((email) => ({ email })));
    const tap = await openTap();
    const folder = mkdtempSync(join(tmpdir(), 'odoo-mailchimp-lease-'));
    const child = startExport(world, { tap, folder });
    const end = ended(child);
    const isStopped = new Promise<void>((settle) => {
      const before = (request: TappedRequest): Promise<void> => {
        if (isBatch(request) && child.kill('SIGSTOP')) settle();
        return Promise.resolve();
      };
      tap.reset({ before });
    });
    const left = emails.slice(-leavers);

    try {
      await isStopped;
      for (const email of left) await world.odoo.setOptOut(email, true);
      const other = await openBridge(world.config, {
        ...{ clock: systemClock, progress: () => undefined, wait: true },
        signal: new AbortController().signal,
      });
      const [run] = await other.exportContacts({
        ...{ model: 'mailing.contact', selection: { by: 'all' }, audiences: [] },
        ...{ dryRun: false, allowLarge: true },
      });
      await other.close();
      tap.reset();
      child.kill('SIGCONT');
      const code = await end;

      expect(run?.skipped).toEqual({ opted_out: leavers });
      expect(writesIn(tap)).toEqual([]);
      expect(code).toBe(5);
      const members = await Promise.all(left.map((email) => world.mailchimp.member(email)));
      expect(members).toEqual(left.map(() => null));
      expect(await world.mailchimp.count('subscribed')).toBe(people - leavers);
    } finally {
      child.kill('SIGKILL');
      await tap.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
