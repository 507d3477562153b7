import { afterAll, beforeAll } from '@jest/globals';
import { connectOdoo, type OdooSession } from '../../../src/odoo/connect.js';
import { startSmallOdoo, type SmallOdoo } from '../../../src/small-odoo/small-odoo.js';
import { systemClock } from '../../../src/support/clock.js';
import { once } from '../../../src/support/once.js';
import { Secret } from '../../../src/support/secret.js';
import type { TestOdoo } from './describe-odoo.js';

/** The small Odoo of this suite, as a real one of version 19; it runs within tests and hooks. */
export function useSmallOdoo({ mailing }: { mailing: boolean }): TestOdoo {
  let odoo: SmallOdoo | undefined;
  const running = (): SmallOdoo => {
    if (odoo === undefined) throw new Error('the small Odoo runs within tests and hooks only');
    return odoo;
  };
  const sessions: OdooSession[] = [];
  const session = once(async () => {
    const { url, database, username, password } = running();
    const connection = { url, database, username, password: new Secret(password), protocol: 'auto' } as const;
    const opened = await connectOdoo(connection, { clock: systemClock });
    sessions.push(opened);
    return opened;
  });
  beforeAll(async () => {
    odoo = await startSmallOdoo({ mailing });
  });
  afterAll(async () => {
    await Promise.all(sessions.map((opened) => opened.close()));
    await odoo?.close();
  });
  return {
    ...{ version: 19, isSmall: true, username: 'admin', password: 'admin', apiKey: 'admin', session },
    get url() {
      return running().url;
    },
    get database() {
      return running().database;
    },
  };
}
