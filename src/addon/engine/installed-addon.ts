import { z } from 'zod';
import { searchRead } from '../../odoo/records/search-read.js';
import { sourceLanguage } from '../../odoo/records/load-records.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';
import { groupBy } from '../../support/group-by.js';
import { addonModule, type AddonItem, type AddonKind } from '../definition/addon-item.js';
import { differences, type OdooRow } from './differences.js';
import { readForeignIds, readOwnIds, type ExternalId } from './external-ids.js';
import { referencesOf } from './references-of.js';
import type { Resolve } from './table-of.js';

/** What Odoo has of the addon, and what stands where the addon would be. */
export interface InstalledAddon {
  /** By name. */
  ownIds: ReadonlyMap<string, ExternalId>;
  row(kind: string, id: number): OdooRow | undefined;
  /** A model or a field that has the name the item would have, whoever made it. */
  namesake(item: AddonItem): number | undefined;
  resolve: Resolve;
}

const looseRow = z.looseObject({ id: z.number() });
type LooseRow = z.infer<typeof looseRow>;

/** One read for each kind of record, and two for the external ids. */
export async function readInstalled(
  odoo: OdooTransport,
  definition: readonly AddonItem[],
): Promise<InstalledAddon> {
  const own = await readOwnIds(odoo);
  const ownIds = new Map(own.map((id) => [id.name, id]));
  const foreign = await readForeignIds(odoo, foreignReferences(definition));
  const rows = new Map<string, Map<number, LooseRow>>();
  for (const [kind, items] of groupBy(definition, (item) => item.kind)) {
    rows.set(kind, await readRows(odoo, kind, { items, own }));
  }
  const resolve: Resolve = (xmlId) =>
    xmlId.startsWith(`${addonModule}.`)
      ? ownIds.get(xmlId.slice(addonModule.length + 1))?.recordId
      : foreign.get(xmlId);
  return {
    ownIds,
    row: (kind, id) => rows.get(kind)?.get(id),
    namesake: (item) => namesakeIn([...(rows.get(item.kind)?.values() ?? [])], item, resolve),
    resolve,
  };
}

function foreignReferences(definition: readonly AddonItem[]): string[] {
  const all = definition.flatMap(referencesOf);
  return [...new Set(all)].filter((xmlId) => !xmlId.startsWith(`${addonModule}.`));
}

async function readRows(
  odoo: OdooTransport,
  kind: AddonKind,
  { items, own }: { items: readonly AddonItem[]; own: readonly ExternalId[] },
): Promise<Map<number, LooseRow>> {
  const fields = [...new Set(items.flatMap(({ values }) => Object.keys(values)))];
  const domain = domainOf(kind, items, own);
  const context = { ...sourceLanguage, active_test: false };
  const rows = await searchRead(odoo, {
    ...{ model: kind, domain, context, fields, row: looseRow },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Models and fields are looked up by name as well: Odoo allows each only once. */
function domainOf(kind: AddonKind, items: readonly AddonItem[], own: readonly ExternalId[]): unknown[] {
  const mine = ['id', 'in', own.filter(({ model }) => model === kind).map(({ recordId }) => recordId)];
  if (kind === 'ir.model') return ['|', mine, ['model', 'in', items.map(({ values }) => values.model)]];
  if (kind !== 'ir.model.fields') return [mine];
  const names = [...new Set(items.map(({ values }) => values.name))];
  return ['|', mine, '&', ['state', '=', 'manual'], ['name', 'in', names]];
}

function namesakeIn(rows: readonly LooseRow[], item: AddonItem, resolve: Resolve): number | undefined {
  const identity = identities[item.kind];
  if (identity === undefined) return undefined;
  return rows.find((row) => !differences(item, row, resolve).some((field) => identity.includes(field)))?.id;
}

/** Fields that make a record the only one of its kind. */
const identities: Partial<Record<AddonKind, readonly string[]>> = {
  'ir.model': ['model'],
  'ir.model.fields': ['model_id', 'name'],
};
