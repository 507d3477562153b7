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
import { z } from 'zod';
import { char } from '../../odoo/records/field-types.js';
import { searchRead } from '../../odoo/records/search-read.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';
import { ConfigurationError } from '../../support/errors.js';
import { readOwnIds } from './external-ids.js';
import type { ObjectType } from '../../objects/object-type.js';
import { objectTypes } from '../../objects/registry.js';
import { parseResult } from '../../odoo/parse-result.js';

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

/**
 * The address Odoo is to call: the one asked for, none when that is null, and the one it has when nothing is said.
 * @throws ConfigurationError `addon.no_poke` where Odoo has no such thing
 */
async function choosePokeUrl(
  odoo: OdooTransport,
  { webhookActions }: Pick<AddonFacts, 'webhookActions'>,
  wanted: string | null | undefined,
): Promise<string | null> {
  if (webhookActions) return wanted === undefined ? readPokeUrl(odoo) : wanted;
  if (wanted === undefined || wanted === null) return null;
  throw new ConfigurationError('This Odoo cannot call the bridge: that came with 17.0', {
    code: 'addon.no_poke',
    hint: 'Leave --poke-url out: the bridge looks for jobs by itself.',
  });
}

async function readPokeUrl(odoo: OdooTransport): Promise<string | null> {
  const known = (await readOwnIds(odoo)).find(({ name }) => name === 'action_poke');
  if (known === undefined) return null;
  const [action] = await searchRead(odoo, {
    ...{ model: 'ir.actions.server', domain: [['id', '=', known.recordId]], fields: ['webhook_url'] },
    row: z.object({ webhook_url: char }),
  });
  return action?.webhook_url ?? null;
}

const selectionField = z.object({ selection: z.array(z.tuple([z.string(), z.string()])) });
const fieldsSchema = z.record(z.string(), z.unknown());
const modelRow = z.object({ model: z.string() });
const archRow = z.object({ arch_db: z.string() });

/** What this Odoo can do, seen from its fields, views and models; four calls at most. Needs the rights of an administrator. */
async function readFacts(odoo: OdooSession): Promise<AddonFacts> {
  const [actionFields, viewFields, attrs, types] = await Promise.all([
    fieldsOf(odoo, 'ir.actions.server', ['state', 'group_ids', 'groups_id']),
    fieldsOf(odoo, 'ir.ui.view', ['type']),
    usesAttrs(odoo),
    installedTypes(odoo),
  ]);
  const { subscriptionModel, contactSubscriptions, optOutDate } = odoo.capabilities;
  return {
    ...{ subscriptionModel, contactSubscriptions, optOutDate, attrs, types },
    listTag: choices(viewFields.type).includes('list') ? 'list' : 'tree',
    groups: 'group_ids' in actionFields ? 'group_ids' : 'groups_id',
    notify: notifyBy(odoo.serverVersion.major),
    webhookActions: choices(actionFields.state).includes('webhook'),
  };
}

async function fieldsOf({ transport }: OdooSession, model: string, names: readonly string[]) {
  const params = { allfields: names, attributes: ['selection'] };
  const answer = await transport.call({ model, method: 'fields_get', params });
  return parseResult(fieldsSchema, answer, `fields_get of ${model}`);
}

/** Asked for those only that an app brings. */
async function installedTypes({ transport }: OdooSession): Promise<ObjectType[]> {
  const brought = objectTypes.filter(({ app }) => app !== null).map(({ model }) => model);
  if (brought.length === 0) return [...objectTypes];
  const domain = [['model', 'in', brought]];
  const rows = await searchRead(transport, { model: 'ir.model', domain, fields: ['model'], row: modelRow });
  const there = rows.map(({ model }) => model);
  return objectTypes.filter(({ app, model }) => app === null || there.includes(model));
}

function choices(field: unknown): string[] {
  const parsed = selectionField.safeParse(field);
  return parsed.success ? parsed.data.selection.map(([value]) => value) : [];
}

/** Odoo's own view of a contact has a condition in it: it tells how conditions are written. */
async function usesAttrs({ transport }: OdooSession): Promise<boolean> {
  const rows = await searchRead(transport, {
    model: 'ir.ui.view',
    domain: [
      ['model', '=', 'mailing.contact'],
      ['type', '=', 'form'],
      ['inherit_id', '=', false],
    ],
    fields: ['arch_db'],
    row: archRow,
  });
  return rows.some(({ arch_db: arch }) => /\sattrs=/u.test(arch));
}

/** The methods are private, so that no call can tell whether they are there. */
function notifyBy(major: number): AddonFacts['notify'] {
  if (major >= 18) return 'bus_send';
  if (major >= 16) return 'sendone_typed';
  return major === 15 ? 'sendone_warning' : 'sendone';
}
