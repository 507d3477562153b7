import type { Clock } from '../../support/clock.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';
import { loadRecords, type ImportTable } from '../../odoo/records/load-records.js';
import { addonModule, type AddonItem, isReference, textOf } from '../definition/addon-item.js';
import { nameRecords } from './external-ids.js';
import type { AddonChange, AddonPlan } from './addon-change.js';
import { removeInheritedCopies, removeRecords } from './remove-records.js';
import { tableOf, type Resolve, cell } from './table-of.js';
import { retrySchemaChange } from './retry-schema-change.js';
import { z } from 'zod';
import { searchRead } from '../../odoo/records/search-read.js';

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

/** Whether a field can be made together with its model: it needs nothing but Odoo's own models. */
function isPlainField(item: AddonItem, models: readonly AddonItem[]): boolean {
  const { model_id: home, relation, relation_field: inverse, compute } = item.values;
  if (item.kind !== 'ir.model.fields' || home === undefined || !isReference(home)) return false;
  const isNewHome = models.some(({ name }) => home.ref === `${addonModule}.${name}`);
  return isNewHome && inverse === '' && compute === '' && !textOf(relation).startsWith('x_');
}

/**
 * Makes new models with their fields in one call: Odoo sets up its registry anew for every field made by itself,
 * which on a big database takes a second each. Their fields get their external ids afterwards.
 * @returns the models' ids, in their order
 */
async function createModels(
  { odoo, clock }: { odoo: OdooTransport; clock: Clock },
  { models, fields }: { models: readonly AddonItem[]; fields: readonly AddonItem[] },
): Promise<number[]> {
  const table = tableWithFields(models, fields);
  const ids = await retrySchemaChange(clock, () => loadRecords(odoo, 'ir.model', table));
  const created = await searchRead(odoo, {
    model: 'ir.model.fields',
    domain: [['model_id', 'in', ids]],
    fields: ['name', 'model'],
    row: z.object({ id: z.number(), name: z.string(), model: z.string() }),
  });
  const nameless = fields.flatMap((field) => {
    const model = models.find((each) => isFieldOf(field, each))?.values.model;
    const record = created.find((row) => row.model === model && row.name === field.values.name);
    return record === undefined ? [] : [{ name: field.name, recordId: record.id }];
  });
  await nameRecords(odoo, 'ir.model.fields', nameless);
  return ids;
}

/** A model with the first of its fields in one row, the others in rows of their own below it. */
function tableWithFields(models: readonly AddonItem[], fields: readonly AddonItem[]): ImportTable {
  const modelColumns = columnsOf(models);
  const fieldColumns = columnsOf(fields).filter((column) => column !== 'model_id');
  const rows = models.flatMap((model) => {
    const head = [`${addonModule}.${model.name}`, ...cells(model, modelColumns)];
    const blank = head.map(() => '');
    return fields
      .filter((field) => isFieldOf(field, model))
      .map((field, index) => [...(index === 0 ? head : blank), ...cells(field, fieldColumns)]);
  });
  return { fields: ['id', ...modelColumns, ...fieldColumns.map((column) => `field_id/${column}`)], rows };
}

const isFieldOf = ({ values: { model_id: home } }: AddonItem, model: AddonItem): boolean =>
  home !== undefined && isReference(home) && home.ref === `${addonModule}.${model.name}`;

const columnsOf = (items: readonly AddonItem[]): string[] => [
  ...new Set(items.flatMap(({ values }) => Object.keys(values))),
];

const cells = ({ values }: AddonItem, columns: readonly string[]): string[] =>
  columns.map((column) => cell(values[column] ?? '', () => undefined));
