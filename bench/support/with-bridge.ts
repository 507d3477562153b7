import type { Bridge } from '../../src/app/bridge.js';
import { openBridge } from '../../src/app/open-bridge.js';
import type { AccountConfig } from '../../src/config/account-config.js';
import { systemClock, type Clock } from '../../src/support/clock.js';
import { benchAccount, type BenchAccount } from './bench-account.js';
import type { BenchOdoo } from './bench-odoo.js';
import type { BenchSandbox } from './bench-sandbox.js';

/** The bridge between this Odoo and the sandbox, with an empty store that goes afterwards. */
export async function withBridge<T>(
  { connection }: BenchOdoo,
  sandbox: BenchSandbox,
  work: (bridge: Bridge, account: BenchAccount) => Promise<T>,
  clock: Clock = systemClock,
): Promise<T> {
  const account = benchAccount(connection, sandbox);
  const bridge = await openBenchBridge(account.config, clock);
  try {
    return await work(bridge, account);
  } finally {
    await bridge.close();
    account.remove();
  }
}

export function openBenchBridge(config: AccountConfig, clock: Clock = systemClock): Promise<Bridge> {
  const signal = new AbortController().signal;
  return openBridge(config, { clock, progress: () => undefined, signal, wait: false });
}
