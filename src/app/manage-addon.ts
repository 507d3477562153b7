import type { ChangeLine } from '../addon/engine/addon-change.js';
import { addonStatus, installAddon, uninstallAddon, type AddonStatus } from '../addon/engine/manage-addon.js';
import type { AccountConfig } from '../config/account-config.js';
import { connectOdoo, type OdooSession } from '../odoo/connect.js';
import { ConfigurationError } from '../support/errors.js';
import type { Clock } from '../support/clock.js';
import { odooConnection } from './connections.js';
import { pokeUrl as pokeUrlOf } from './poke-token.js';
import type { Lease } from '../store/leases.js';
import { openStore } from '../store/open-store.js';
import { openWriteGate } from '../support/write-gate.js';
import { withAccountLock } from './account-lock.js';

export type AddonCommand = 'install' | 'upgrade' | 'status' | 'uninstall';

export interface AddonRequest {
  command: AddonCommand;
  dryRun: boolean;
  /** Undefined leaves what is installed, null takes it away. */
  pokeUrl?: string | null | undefined;
  /** The address is the bridge's own, which no command line may show. */
  poke?: boolean;
}

/** Printed by `--json` as it stands. */
export interface AddonReport {
  command: string;
  account: string;
  dry_run: boolean;
  /** Afterwards; before in a dry run. */
  state: AddonStatus['state'];
  totals: Record<'created' | 'updated' | 'deleted', number>;
  /** What was done; with `status` and in a dry run what would be. */
  changes: ChangeLine[];
  api_calls: { odoo: number };
  seconds: number;
}

export interface AddonDeps {
  clock: Clock;
  /** For a run of the account (B42). */
  wait: boolean;
  signal: AbortSignal;
}

/**
 * The connector's addon in the account's Odoo (B36). Rejects with a BridgeError: with `lock.held` when a run of the account is
 * under way, for neither would find the addon as it expects it.
 */
export async function manageAddon(
  config: AccountConfig,
  request: AddonRequest,
  deps: AddonDeps,
): Promise<AddonReport> {
  const startedAt = deps.clock.now().getTime();
  const odoo = await connectOdoo(odooConnection(config), deps);
  try {
    const work = () => carryOut(odoo, poked(config, request));
    const isLooking = request.command === 'status' || request.dryRun;
    const { state, changes } = await (isLooking ? work() : alone(config, deps, work));
    return {
      command: `addon ${request.command}`,
      account: config.account,
      dry_run: request.dryRun,
      state,
      totals: totalsOf(changes),
      changes,
      api_calls: { odoo: odoo.transport.calls },
      seconds: (deps.clock.now().getTime() - startedAt) / 1000,
    };
  } finally {
    await odoo.close();
  }
}

/** A run of the account waits meanwhile, or comes again later. */
async function alone<T>(config: AccountConfig, deps: AddonDeps, work: () => Promise<T>): Promise<T> {
  const store = await openStore(config.store, deps);
  try {
    return await withAccountLock(store.leases, { ...deps, gate: openWriteGate<Lease>() }, work);
  } finally {
    await store.close();
  }
}

function poked(config: AccountConfig, request: AddonRequest): AddonRequest {
  return request.poke === true ? { ...request, pokeUrl: pokeUrlOf(config) } : request;
}

async function carryOut(odoo: OdooSession, { command, dryRun, pokeUrl }: AddonRequest) {
  const before = await addonStatus(odoo, { pokeUrl });
  if (command === 'upgrade' && before.records === 0) throw notInstalled();
  if (command === 'uninstall') {
    const changes = await uninstallAddon(odoo, { dryRun });
    return { state: dryRun ? before.state : 'not installed', changes } as const;
  }
  if (command === 'status' || dryRun) return { state: before.state, changes: before.plan };
  return { state: 'installed', changes: await installAddon(odoo, { dryRun, pokeUrl }) } as const;
}

function totalsOf(changes: readonly ChangeLine[]): AddonReport['totals'] {
  const count = (...actions: ChangeLine['action'][]) =>
    changes.filter(({ action }) => actions.includes(action)).length;
  return { created: count('create'), updated: count('update', 'adopt'), deleted: count('delete') };
}

const notInstalled = (): ConfigurationError =>
  new ConfigurationError('There is nothing to upgrade: the addon is not installed in this Odoo', {
    code: 'addon.not_installed',
    hint: 'Install it: odoo-mailchimp addon install',
  });
