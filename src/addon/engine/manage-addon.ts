import type { OdooSession } from '../../odoo/connect.js';
import { systemClock, type Clock } from '../../support/clock.js';
import { addonDefinition, type AddonOptions } from '../definition/addon-definition.js';
import type { AddonFacts } from '../definition/addon-facts.js';
import type { AddonItem } from '../definition/addon-item.js';
import { applyPlan } from './apply-plan.js';
import { checkInstallRights } from './check-install-rights.js';
import { changeLines, type ChangeLine } from './addon-change.js';
import { readInstalled } from './installed-addon.js';
import { planAddon } from './plan-addon.js';
import { choosePokeUrl } from './poke-url.js';
import { readFacts } from './read-facts.js';

/** The definition to bring about. */
export type Define = (facts: AddonFacts, options: AddonOptions) => AddonItem[];

export interface AddonRequest {
  /** See `AddonOptions`; undefined leaves it as it is in Odoo. */
  pokeUrl?: string | null | undefined;
  define?: Define;
}

export interface ChangeRequest extends AddonRequest {
  dryRun: boolean;
  /** [the system's] */
  clock?: Clock;
}

export interface AddonStatus {
  state: 'not installed' | 'incomplete or outdated' | 'installed';
  /** Records the bridge has made in this Odoo. */
  records: number;
  /** What an upgrade would do. */
  plan: ChangeLine[];
}

/**
 * Brings Odoo to the definition, whatever is there of it: nothing, a part, an older one (B36). Installing and
 * upgrading are both this.
 * @returns what was done, or would be in a dry run
 */
export async function installAddon(odoo: OdooSession, request: ChangeRequest): Promise<ChangeLine[]> {
  const { plan, resolve } = await makePlan(odoo, request);
  const { dryRun, clock = systemClock } = request;
  if (!dryRun) await applyPlan(plan, { odoo: odoo.transport, clock, resolve });
  return changeLines(plan);
}

/** Takes away everything the bridge ever made here, whichever version made it, and nothing else (B36). */
export function uninstallAddon(odoo: OdooSession, { dryRun }: { dryRun: boolean }): Promise<ChangeLine[]> {
  return installAddon(odoo, { dryRun, define: () => [] });
}

export async function addonStatus(odoo: OdooSession, request: AddonRequest = {}): Promise<AddonStatus> {
  const { plan, records } = await makePlan(odoo, request);
  const lines = changeLines(plan);
  if (records === 0) return { state: 'not installed', records, plan: lines };
  return { state: lines.length === 0 ? 'installed' : 'incomplete or outdated', records, plan: lines };
}

async function makePlan(odoo: OdooSession, { define = addonDefinition, pokeUrl }: AddonRequest) {
  await checkInstallRights(odoo);
  const facts = await readFacts(odoo);
  const definition = define(facts, { pokeUrl: await choosePokeUrl(odoo.transport, facts, pokeUrl) });
  const installed = await readInstalled(odoo.transport, definition);
  return {
    plan: planAddon(definition, installed),
    resolve: installed.resolve,
    records: installed.ownIds.size,
  };
}
