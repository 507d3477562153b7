import type { AddonOdoo } from './addon-odoo.js';

/** Everything an installation could leave behind, with what tells two rows apart. */
const looked: Readonly<Record<string, string[]>> = {
  'ir.model': ['model', 'name', 'state', 'transient'],
  'ir.model.fields': ['model', 'name', 'ttype', 'state', 'relation', 'related', 'compute'],
  'ir.model.fields.selection': ['field_id', 'value'],
  'ir.model.relation': ['name'],
  'ir.model.constraint': ['name'],
  'ir.model.access': ['name', 'model_id', 'group_id'],
  'ir.rule': ['name', 'model_id', 'domain_force'],
  'ir.ui.view': ['name', 'model', 'arch_db', 'inherit_id'],
  'ir.actions.actions': ['name', 'type'],
  'ir.actions.server': ['name', 'code'],
  'ir.actions.act_window': ['name', 'res_model'],
  'ir.ui.menu': ['name', 'parent_id', 'action'],
  'ir.model.data': ['module', 'name', 'model', 'res_id'],
  'ir.filters': ['name', 'model_id'],
  'res.groups': ['name', 'implied_ids'],
};

export type Snapshot = Readonly<Record<string, string[]>>;

export async function takeSnapshot(odoo: AddonOdoo): Promise<Snapshot> {
  const tables: Record<string, string[]> = {};
  for (const [model, fields] of Object.entries(looked)) {
    tables[model] = (await odoo.search(model, [], fields)).map((row) => JSON.stringify(row));
  }
  return tables;
}

/** The same without ids, to compare two installations. Odoo 14 puts the ids of groups into a view of its own. */
export function withoutIds(snapshot: Snapshot): Snapshot {
  const strip = (line: string) =>
    line.replace(/"(id|res_id|action)":("[^"]*"|\d+)|\[\d+,|"implied_ids":\[[\d,]*\]|in_group_\d+/gu, '');
  return Object.fromEntries(
    Object.entries(snapshot).map(([model, lines]) => [model, lines.map(strip).sort()]),
  );
}

/** What one has and the other hasn't, one short line for each; empty when they are the same. */
export function compare(before: Snapshot, after: Snapshot): string[] {
  return Object.keys(before).flatMap((model) => [
    ...missing(before[model], after[model]).map((line) => `- ${model} ${line}`),
    ...missing(after[model], before[model]).map((line) => `+ ${model} ${line}`),
  ]);
}

function missing(lines: readonly string[] = [], others: readonly string[] = []): string[] {
  const there = new Set(others);
  return lines.filter((line) => !there.has(line)).map((line) => line.slice(0, 300));
}
