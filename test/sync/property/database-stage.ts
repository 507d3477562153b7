import { connectOdoo } from '../../../src/odoo/connect.js';
import type { OdooVersion } from '../../../src/staging/odoo-version.js';
import { readStagingState } from '../../../src/staging/staging-state.js';
import { systemClock } from '../../../src/support/clock.js';
import { once } from '../../../src/support/once.js';
import { Secret } from '../../../src/support/secret.js';
import { testDatabase } from '../../support/staging/test-database.js';
import { socketStage, type OpenStage } from './stage.js';

/** A database of its own in the staging Odoo of that version, which runs already; many stories share it. */
export async function openDatabaseStage(
  version: OdooVersion,
): Promise<AsyncDisposable & { open: OpenStage }> {
  const state = readStagingState(version);
  if (state === null) throw new Error(`Odoo ${version} is not running: npm run staging -- up`);
  const { url, username, password, apiKey } = state;
  const database = testDatabase(state, 'tmpl');
  await database.create();
  const secret = version === 14 ? { password: new Secret(password) } : { apiKey: new Secret(apiKey) };
  const login = { url, database: database.name, username, protocol: 'auto', ...secret } as const;
  const session = once(() => connectOdoo(login, { clock: systemClock }));
  return {
    open: socketStage({ url, database: database.name, username, password, version, apiKey, session }),
    async [Symbol.asyncDispose]() {
      await (await session()).close();
      await database.drop();
    },
  };
}
