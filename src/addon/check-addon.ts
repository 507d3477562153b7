import { z } from 'zod';
import { addonModels } from '../core/addon-names.js';
import type { OdooSession } from '../odoo/connect.js';
import { objectTypes } from '../objects/registry.js';
import { hasModelAccess, type Operation } from '../odoo/model-access.js';
import { parseResult } from '../odoo/parse-result.js';
import { ConfigurationError } from '../support/errors.js';
import { groupBy } from '../support/group-by.js';
import { addonDefinition } from './definition/addon-definition.js';
import type { AddonFacts } from './definition/addon-facts.js';
import { textOf } from './definition/addon-item.js';
import { missingInstallRights } from './engine/check-install-rights.js';
import { addonStatus } from './engine/manage-addon.js';
import { addonInstalled } from './addon-installed.js';
import { findAction } from './run-action.js';

/**
 * Looks whether the bridge can work with the addon of this Odoo (B43).
 * @throws ConfigurationError `odoo.access` naming what its user may not do, `addon.outdated`
 */
export async function checkAddon(odoo: OdooSession): Promise<'not installed' | 'installed'> {
  if (!(await addonInstalled(odoo))) return 'not installed';
  await checkRights(odoo);
  const isAdministrator = (await missingInstallRights(odoo)).length === 0;
  const missing = isAdministrator ? await missingRecords(odoo) : await missingFields(odoo);
  if (missing.length === 0) return 'installed';
  throw new ConfigurationError(
    `The addon in Odoo is not that of this version: ${missing.slice(0, 5).join(', ')} missing or changed`,
    { code: 'addon.outdated', hint: 'As an administrator of Odoo: odoo-mailchimp addon upgrade.' },
  );
}

const needed: readonly [model: string, operations: readonly Operation[]][] = [
  [addonModels.account, ['read', 'write', 'create']],
  [addonModels.audience, ['read', 'write', 'create']],
  [addonModels.log, ['read', 'create']],
  [addonModels.logLine, ['create']],
  [addonModels.job, ['read', 'write']],
];

async function checkRights(odoo: OdooSession): Promise<void> {
  const refused: string[] = [];
  for (const [model, operations] of needed)
    for (const operation of operations)
      if (!(await hasModelAccess(odoo, model, operation))) refused.push(`${operation} ${model}`);
  if (refused.length === 0) {
    await findAction(odoo.transport, 'claim_jobs');
    return;
  }
  throw new ConfigurationError(`The Odoo user may not ${refused.join(', ')}`, {
    code: 'odoo.access',
    hint: 'Give the Odoo user the group MailChimp Bridge.',
  });
}

const missingRecords = async (odoo: OdooSession): Promise<string[]> =>
  (await addonStatus(odoo)).plan.map(({ name }) => name);

/** Who is no administrator sees the fields of the addon's models, and nothing else of it. */
async function missingFields({ transport, capabilities }: OdooSession): Promise<string[]> {
  const wanted = groupBy(ownFields(capabilities), ({ model }) => model);
  const missing: string[] = [];
  for (const [model, fields] of wanted) {
    const params = { attributes: ['type'] };
    const answer = await transport.call({ model, method: 'fields_get', params });
    const there = parseResult(z.record(z.string(), z.unknown()), answer, `fields_get of ${model}`);
    missing.push(...fields.flatMap(({ name }) => (name in there ? [] : [`${model}.${name}`])));
  }
  return missing;
}

/** The same whatever this Odoo's views and actions are like. */
function ownFields({ subscriptionModel, contactSubscriptions, optOutDate }: OdooSession['capabilities']) {
  const facts: AddonFacts = {
    ...{ subscriptionModel, contactSubscriptions, optOutDate },
    listTag: 'list',
    attrs: false,
    groups: 'group_ids',
    notify: 'bus_send',
    webhookActions: false,
    types: objectTypes,
  };
  const models: readonly string[] = needed.map(([model]) => model);
  return addonDefinition(facts, { pokeUrl: null }).flatMap(({ kind, name, values }) => {
    const model = models.find((each) => name.startsWith(`field_${each}__`));
    return kind === 'ir.model.fields' && model !== undefined ? [{ model, name: textOf(values.name) }] : [];
  });
}
