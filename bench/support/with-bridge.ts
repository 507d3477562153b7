import type { Bridge } from '../../src/app/bridge.js';
import { openBridge } from '../../src/app/open-bridge.js';
import type { AccountConfig } from '../../src/config/account-config.js';
import { systemClock } from '../../src/support/clock.js';
import { benchAccount, type BenchAccount } from './bench-account.js';
import type { BenchOdoo } from './bench-odoo.js';
import type { BenchSandbox } from './bench-sandbox.js';

/** The bridge between this Odoo and the sandbox, with an empty store that goes afterwards. */
export async function withBridge<T>(
  { connection }: BenchOdoo,
  sandbox: BenchSandbox,
  work: (bridge: Bridge, account: BenchAccount) => Promise<T>,
  settings: object = {},
): Promise<T> {
  const account = benchAccount(connection, sandbox, settings);
  const bridge = await openBenchBridge(account.config);
  try {
    return await work(bridge, account);
  } finally {
    await bridge.close();
    account.remove();
  }
}

export function openBenchBridge(config: AccountConfig): Promise<Bridge> {
  const signal = new AbortController().signal;
  return openBridge(config, { clock: systemClock, progress: () => undefined, signal, wait: false });
}
