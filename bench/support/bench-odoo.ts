import { randomBytes } from 'node:crypto';
import { connectOdoo, type OdooConnection, type OdooSession } from '../../src/odoo/connect.js';
import { createDatabase, dropDatabase } from '../../src/staging/databases.js';
import type { OdooVersion } from '../../src/staging/odoo-version.js';
import { readStagingState } from '../../src/staging/staging-state.js';
import { stagingRunning } from '../../src/staging/up-and-down.js';
import { systemClock } from '../../src/support/clock.js';
import { Secret } from '../../src/support/secret.js';

/** A real Odoo with a database of its own for one measurement. */
export interface BenchOdoo {
  version: OdooVersion;
  connection: OdooConnection & { password: Secret; apiKey?: Secret };
  session: OdooSession;
}

/** Null, with a line that says why, where the staging server of this version isn't running. */
export async function withDatabase<T>(
  version: OdooVersion,
  work: (odoo: BenchOdoo) => Promise<T>,
): Promise<T | null> {
  const state = stagingRunning(version) ? readStagingState(version) : null;
  if (state === null) {
    console.log(`skipped: no staging Odoo ${version} is running (npm run staging -- up --odoo ${version})`);
    return null;
  }
  const database = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await createDatabase(version, database);
  const { url, username, password, apiKey } = state;
  const connection = {
    ...{ url, database, username, password: new Secret(password) },
    // As the README advises: with a key Odoo 19 is spoken to over JSON-2.
    ...(version === 14 ? {} : { apiKey: new Secret(apiKey) }),
    protocol: 'auto',
  } as const;
  try {
    const session = await connectOdoo(connection, { clock: systemClock });
    // The first write makes Odoo load what it writes with.
    await session.transport.call({
      model: 'mailing.list',
      method: 'create',
      params: { vals_list: [{ name: 'Warm-up' }] },
    });
    return await work({ version, connection, session }).finally(() => session.close());
  } finally {
    await dropDatabase(version, database);
  }
}
