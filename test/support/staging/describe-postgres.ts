import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { createDatabase, dropDatabase } from '../../../src/staging/databases.js';
import { versionFacts } from '../../../src/staging/odoo-version.js';
import { stagingRunning } from '../../../src/staging/up-and-down.js';

/** The PostgreSQL a suite works on; `url` may be read inside tests and hooks. */
export interface TestPostgres {
  readonly url: string;
}

const version = 19;

/**
 * Describes a behaviour on a real PostgreSQL: the one TEST_POSTGRES_URL names, else a database of its own beside
 * the staging Odoo 19. Where there is none the suite is skipped and says so; with CI=true that is a failure.
 */
export function describePostgres(title: string, suite: (postgres: TestPostgres) => void): void {
  const given = process.env.TEST_POSTGRES_URL;
  if (given !== undefined) describe(title, () => suite({ url: given }));
  else if (stagingRunning(version)) describe(title, () => suite(ownDatabase()));
  else describeMissing(title);
}

function ownDatabase(): TestPostgres {
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  beforeAll(() => createDatabase(version, name, 'template1'), 300_000);
  afterAll(() => dropDatabase(version, name), 300_000);
  return { url: `postgres://odoo:odoo@127.0.0.1:${versionFacts(version).postgresPort}/${name}` };
}

function describeMissing(title: string): void {
  const message = 'No PostgreSQL: set TEST_POSTGRES_URL, or start one with `npm run staging -- up --odoo 19`';
  if (process.env.CI === 'true') {
    it(`${title} has a server to run on`, () => {
      throw new Error(message);
    });
    return;
  }
  console.warn(`${message}. SKIPPED: ${title}`);
  describe.skip(title, () => {
    it('needs a PostgreSQL', () => undefined);
  });
}
