import type { ImportTable } from '../../odoo/records/load-records.js';
import { isActionReference, isReference, type AddonItem, type AddonValue } from '../definition/addon-item.js';

/** The record id of an external id; undefined when Odoo has none. */
export type Resolve = (xmlId: string) => number | undefined;

/** Items of one kind as rows for Odoo's import; references by external id, so that Odoo looks them up. */
export function tableOf(
  items: readonly AddonItem[],
  nameOf: (item: AddonItem) => string,
  resolve: Resolve,
): ImportTable {
  const columns = new Map<string, string>();
  for (const { values } of items) {
    for (const [field, value] of Object.entries(values)) {
      if (isLink(value) || !columns.has(field)) columns.set(field, isLink(value) ? `${field}/id` : field);
    }
  }
  const rows = items.map((item) => [
    nameOf(item),
    ...[...columns.keys()].map((field) => cell(item.values[field] ?? '', resolve)),
  ]);
  return { fields: ['id', ...columns.values()], rows };
}

const isLink = (value: AddonValue): boolean => Array.isArray(value) || isReference(value);

/** As a cell of a CSV file. */
export function cell(value: AddonValue, resolve: Resolve): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value !== 'object') return String(value);
  if (isReference(value)) return value.ref;
  if (isActionReference(value)) return `${value.kind},${resolve(value.action) ?? ''}`;
  return value.map(({ ref }) => ref).join(',');
}
