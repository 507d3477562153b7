import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { odooVersions, type OdooVersion } from '../../../src/staging/odoo-version.js';
import { stagingRunning } from '../../../src/staging/up-and-down.js';
import { readStagingState, type StagingState } from '../../../src/staging/staging-state.js';
import { connectOdoo, type OdooSession } from '../../../src/odoo/connect.js';
import { systemClock } from '../../../src/support/clock.js';
import { once } from '../../../src/support/once.js';
import { Secret } from '../../../src/support/secret.js';
import { useSmallOdoo } from './small-target.js';
import { testDatabase, type Template } from './test-database.js';

/** An Odoo with a database that only this suite uses; its properties may be read inside tests and hooks. */
export interface TestOdoo {
  readonly version: OdooVersion;
  /** The small Odoo in memory: it has no PostgreSQL, and a user's password serves as an API key. */
  readonly isSmall: boolean;
  readonly url: string;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  /** For JSON-2, which Odoo has from 19 on; in 14 it serves as a password. */
  readonly apiKey: string;
  /** The administrator's, opened when it is first asked for and closed after the suite. */
  readonly session: () => Promise<OdooSession>;
}

export interface DescribeOdooOptions {
  /** [14 and 19] A long suite may take one of them; it runs on the small Odoo where that isn't running. */
  readonly versions?: readonly OdooVersion[];
  /** What the database is cloned from: with mass_mailing, `tmpl_bare` without, `tmpl_apps` with crm and event besides, or `addon` with the addon installed. */
  readonly template?: Template;
  /** Why the suite can't run on the small Odoo. One that needs the addon or other apps need not say so. */
  readonly notOnSmall?: string;
}

/**
 * Describes a behaviour on real Odoo servers, once per version, and on the small one. Where a real server is not running
 * the suite is skipped there and says so; with CI=true that is a failure.
 */
export function describeOdoo(
  title: string,
  suite: (odoo: TestOdoo) => void,
  { versions = odooVersions, template = 'tmpl', notOnSmall }: DescribeOdooOptions = {},
): void {
  for (const version of versions) {
    const name = `${title} (Odoo ${version})`;
    const state = stagingRunning(version) ? readStagingState(version) : null;
    if (state === null) describeMissing(name, version);
    else describe(name, () => suite(useDatabase(state, template)));
  }
  const needsApps = template === 'addon' || template === 'tmpl_apps';
  // A suite that takes one version because it is long has the small one for where that isn't.
  const isLong =
    versions.length < odooVersions.length && versions.every((version) => stagingRunning(version));
  if (notOnSmall === undefined && !needsApps && !isLong)
    describe(`${title} (the small Odoo)`, () => suite(useSmallOdoo({ mailing: template === 'tmpl' })));
}

/** The same where the addon is installed already. */
export function describeAddon(title: string, suite: (odoo: TestOdoo) => void): void {
  describeOdoo(title, suite, { template: 'addon' });
}

function useDatabase(state: StagingState, template: Template): TestOdoo {
  const database = testDatabase(state, template);
  const { version, url, username, password, apiKey } = state;
  const sessions: OdooSession[] = [];
  const session = once(async () => {
    // Without a password where Odoo takes a third of a second to check one.
    const secret = version === 14 ? { password: new Secret(password) } : { apiKey: new Secret(apiKey) };
    const connection = { url, database: database.name, username, protocol: 'auto', ...secret } as const;
    const opened = await connectOdoo(connection, { clock: systemClock });
    sessions.push(opened);
    return opened;
  });
  beforeAll(() => database.create(), 300_000);
  afterAll(async () => {
    await Promise.all(sessions.map((opened) => opened.close()));
    await database.drop();
  }, 300_000);
  return {
    ...{ version, isSmall: false, url, username, password, apiKey, session },
    get database() {
      return database.name;
    },
  };
}

function describeMissing(name: string, version: OdooVersion): void {
  const message = `No staging Odoo ${version} is running: start it with \`npm run staging -- up\``;
  if (process.env.CI === 'true') {
    describe(name, () => {
      it('has a server to run on', () => {
        throw new Error(message);
      });
    });
    return;
  }
  console.warn(`${message}. SKIPPED: ${name}`);
  describe.skip(name, () => {
    it('needs a staging server', () => undefined);
  });
}
