import type { Clock } from '../../support/clock.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';
import { loadRecords } from '../../odoo/records/load-records.js';
import { addonModule, type AddonItem } from '../definition/addon-item.js';
import { createModels, isPlainField } from './create-models.js';
import { nameRecords } from './external-ids.js';
import type { AddonChange, AddonPlan } from './addon-change.js';
import { removeInheritedCopies, removeRecords } from './remove-records.js';
import { tableOf, type Resolve } from './table-of.js';
import { retrySchemaChange } from './retry-schema-change.js';

export interface ApplyDeps {
  odoo: OdooTransport;
  clock: Clock;
  resolve: Resolve;
}

/**
 * Carries out a plan. Every step is one call of Odoo that is done whole or not at all, so that a run may be killed
 * after any of them: the next plan finds what is still missing.
 */
export async function applyPlan(plan: AddonPlan, deps: ApplyDeps): Promise<void> {
  await removeRecords(deps, idsOf(plan.first));
  await adopt(plan.changes, deps);
  await makeAndChange(plan.changes, deps);
  await removeRecords(deps, idsOf(plan.last));
  await removeInheritedCopies(deps.odoo);
}

const idsOf = (changes: readonly AddonChange[]) =>
  changes.flatMap((change) => (change.action === 'delete' ? [change.id] : []));

async function adopt(changes: readonly AddonChange[], { odoo }: ApplyDeps): Promise<void> {
  const nameless = changes.flatMap((change) =>
    change.action === 'adopt' ? [{ name: change.item.name, recordId: change.recordId }] : [],
  );
  if (nameless.length > 0) await nameRecords(odoo, 'ir.model.fields', nameless);
}

/** Changes of one kind that follow each other go in one call; the fields of a new model are made with it. */
async function makeAndChange(changes: readonly AddonChange[], deps: ApplyDeps): Promise<void> {
  const made = new Map<string, number>();
  const resolve: Resolve = (xmlId) => made.get(xmlId) ?? deps.resolve(xmlId);
  const news = changes.flatMap((change) => (change.action === 'create' ? [change.item] : []));
  const models = news.filter(({ kind }) => kind === 'ir.model');
  const withModel = new Set(news.filter((item) => isPlainField(item, models)));
  const loaded = changes.flatMap((change) =>
    (change.action === 'create' || change.action === 'update') && !withModel.has(change.item)
      ? [change.item]
      : [],
  );
  for (const items of runsOfOneKind(loaded)) {
    const areNewModels = items.some((item) => models.includes(item));
    const ids = areNewModels
      ? await createModels(deps, { models: items, fields: [...withModel] })
      : await retrySchemaChange(deps.clock, () => load(deps.odoo, items, resolve));
    items.forEach((item, index) => made.set(xmlIdOf(item), ids[index] ?? 0));
  }
}

const load = (odoo: OdooTransport, items: readonly AddonItem[], resolve: Resolve): Promise<number[]> =>
  loadRecords(odoo, items[0]?.kind ?? '', tableOf(items, xmlIdOf, resolve));

const xmlIdOf = ({ name }: AddonItem) => `${addonModule}.${name}`;

function runsOfOneKind(items: readonly AddonItem[]): AddonItem[][] {
  const runs: AddonItem[][] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (last?.[0]?.kind === item.kind) last.push(item);
    else runs.push([item]);
  }
  return runs;
}
