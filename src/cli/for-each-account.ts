import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Bridge } from '../app/bridge.js';
import type { AccountConfig } from '../config/account-config.js';
import { loadAccounts } from '../config/load-accounts.js';
import { plainHttp } from '../config/plain-http.js';
import { ConfigurationError } from '../support/errors.js';
import type { CliContext } from './cli-context.js';
import { progressLine } from './output/progress-line.js';

/** Opens every account of the configuration in turn (or the one of `--account`, else the one `wanted`) and collects what `work` gives. */
export async function forEachAccount<T>(
  context: CliContext,
  work: (bridge: Bridge) => Promise<T>,
  wanted?: string,
): Promise<T[]> {
  const results: T[] = [];
  for (const account of selectAccounts(context, wanted)) {
    for (const warning of plainHttp(account)) context.io.stderr(`Warning: ${warning}.\n`);
    const progress = progressLine(context.io, context.deps.clock);
    const bridge = await context.deps.openBridge(account, {
      clock: context.deps.clock,
      progress: progress.show,
      warn: (text) => context.io.stderr(`Warning: ${text}\n`),
      signal: context.io.signal,
      wait: context.globals().wait === true,
    });
    try {
      results.push(await work(bridge));
    } finally {
      progress.end();
      await bridge.close();
    }
  }
  return results;
}

/** @throws ConfigurationError when there is no such account */
export function selectAccounts({ io, globals }: CliContext, named?: string): AccountConfig[] {
  const { config, account: wanted = named } = globals();
  const path = resolve(io.cwd, config ?? defaultConfig(io.cwd));
  const accounts = loadAccounts(path, io.environment());
  if (wanted === undefined) return accounts;
  const chosen = accounts.filter(({ account }) => account === wanted);
  if (chosen.length > 0) return chosen;
  throw new ConfigurationError(`There is no account ${wanted} in ${path}`, {
    code: 'config.unknown_account',
    hint: `Accounts there: ${accounts.map(({ account }) => account).join(', ')}.`,
  });
}

/** `config/account.yaml`, and the folder when there are several accounts and none of that name (B1). */
function defaultConfig(cwd: string): string {
  const folder = existsSync(resolve(cwd, 'config')) && !existsSync(resolve(cwd, 'config/account.yaml'));
  return folder ? 'config' : 'config/account.yaml';
}
