import { z } from 'zod';
import { loadRecords, type ImportTable } from '../../odoo/records/load-records.js';
import { searchRead } from '../../odoo/records/search-read.js';
import type { Clock } from '../../support/clock.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';
import { addonModule, isReference, textOf, type AddonItem } from '../definition/addon-item.js';
import { nameRecords } from './external-ids.js';
import { cell } from './table-of.js';
import { retrySchemaChange } from './retry-schema-change.js';

/** Whether a field can be made together with its model: it needs nothing but Odoo's own models. */
export function isPlainField(item: AddonItem, models: readonly AddonItem[]): boolean {
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
export async function createModels(
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
