import { ConfigurationError } from '../../support/errors.js';
import { addonModule, isReference, textOf, type AddonItem } from '../definition/addon-item.js';
import { differences } from './differences.js';
import type { AddonChange, AddonPlan } from './addon-change.js';
import type { InstalledAddon } from './installed-addon.js';
import { referencesOf } from './references-of.js';

/**
 * What has to be done so that Odoo has the definition and nothing else of the bridge's (B36). Pure.
 * @throws ConfigurationError `addon.missing_record`, `addon.name_taken`
 */
export function planAddon(definition: readonly AddonItem[], installed: InstalledAddon): AddonPlan {
  refuseMissingRecords(definition, installed);
  const replaced = withDependents(definition, installed);
  const changes = definition.flatMap((item) =>
    replaced.has(item.name) ? [create(item)] : changeOf(item, installed),
  );
  const wanted = new Set(definition.map(({ name }) => name));
  const ids = [...installed.ownIds.values()];
  return {
    first: ids.filter(({ name }) => replaced.has(name)).map((id) => ({ action: 'delete', id })),
    changes,
    last: ids.filter(({ name }) => !wanted.has(name)).map((id) => ({ action: 'delete', id })),
  };
}

const create = (item: AddonItem): AddonChange => ({ action: 'create', item });

function changeOf(item: AddonItem, installed: InstalledAddon): AddonChange[] {
  const found = findRecord(item, installed);
  if (found === undefined) return [create(item)];
  const { recordId, named } = found;
  const fields = differences(item, installed.row(item.kind, recordId) ?? {}, installed.resolve);
  return [
    ...(named ? [] : [{ action: 'adopt', item, recordId } as const]),
    ...(fields.length === 0 ? [] : [{ action: 'update', item, recordId, fields } as const]),
  ];
}

function findRecord(item: AddonItem, installed: InstalledAddon) {
  const ownId = installed.ownIds.get(item.name);
  if (ownId !== undefined && installed.row(item.kind, ownId.recordId) !== undefined) {
    return { recordId: ownId.recordId, named: true };
  }
  const recordId = installed.namesake(item);
  if (recordId === undefined) return undefined;
  if (!isOnOwnModel(item)) throw nameTaken(item);
  return { recordId, named: false };
}

const isOnOwnModel = ({ values: { model_id: model } }: AddonItem): boolean =>
  model !== undefined && isReference(model) && model.ref.startsWith(`${addonModule}.`);

/** What Odoo doesn't let be changed in a field. */
const fixed = ['ttype', 'relation', 'relation_field', 'store'];

/** Names of fields that have to be made anew, with the fields and views that speak of them. */
function withDependents(definition: readonly AddonItem[], installed: InstalledAddon): Set<string> {
  const changed = definition.filter(
    (item) =>
      item.kind === 'ir.model.fields' &&
      changeOf(item, installed).some(
        (change) => change.action === 'update' && change.fields.some((field) => fixed.includes(field)),
      ),
  );
  const replaced = new Set(changed.map(({ name }) => name));
  const fieldNames = changed.map(({ values }) => textOf(values.name));
  for (const item of definition) {
    const { arch, compute, domain, relation_field: inverse } = item.values;
    const text = [arch, compute, domain, inverse].map(textOf).join(' ');
    if (fieldNames.some((name) => text.includes(name))) replaced.add(item.name);
  }
  return replaced;
}

function refuseMissingRecords(definition: readonly AddonItem[], { resolve }: InstalledAddon): void {
  const foreign = definition
    .flatMap(referencesOf)
    .filter((xmlId) => !xmlId.startsWith(`${addonModule}.`) && resolve(xmlId) === undefined);
  if (foreign.length === 0) return;
  throw new ConfigurationError(`This Odoo lacks ${[...new Set(foreign)].join(', ')}`, {
    code: 'addon.missing_record',
    hint: 'The addon builds on the apps Contacts and Email Marketing: install or upgrade them in Odoo.',
  });
}

function nameTaken({ kind, values }: AddonItem): ConfigurationError {
  const what = kind === 'ir.model' ? `model ${textOf(values.model)}` : `field ${textOf(values.name)}`;
  return new ConfigurationError(`This Odoo already has a ${what} that the bridge did not make`, {
    code: 'addon.name_taken',
    hint: 'Rename or remove it in Odoo: the bridge changes nothing it did not make.',
  });
}
