import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bridge } from '../../src/app/bridge.js';
import { openBridge } from '../../src/app/open-bridge.js';
import { parseAccount } from '../../src/config/parse-account.js';
import { BridgeError } from '../../src/support/errors.js';
import { anAccount, environment } from '../config/an-account.js';
import { quickClock } from '../mailchimp/quick-clock.js';
import { unusedUrl } from '../odoo/fake-server.js';

describe('A bridge whose servers are down', () => {
  let folder: string;
  let bridge: Bridge;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'odoo-mailchimp-bridge-'));
    const text = anAccount.replace('https://odoo.example.org', await unusedUrl());
    const { account } = parseAccount('account.yaml', `${text}store: ${folder}/store.db\n`, environment);
    if (account === null) throw new Error('no account');
    const signal = new AbortController().signal;
    bridge = await openBridge(account, {
      clock: quickClock(),
      progress: () => undefined,
      signal,
      wait: false,
    });
  });

  afterEach(async () => {
    await bridge.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('still tells its status, from the store', async () => {
    expect(await bridge.status()).toMatchObject({
      account: 'acme',
      audiences: [{ id: 'a36b032126' }],
      lock: null,
    });
  });

  it('says so when it is asked for more, and holds no lock afterwards', async () => {
    const error: unknown = await bridge.fetchAudiences({ dryRun: false }).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(BridgeError);
    expect(error).toMatchObject({ code: 'odoo.unreachable' });
    expect((await bridge.status()).lock).toBeNull();
  });
});
