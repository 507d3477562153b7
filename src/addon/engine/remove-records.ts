import { z } from 'zod';
import { char } from '../../odoo/records/field-types.js';
import { searchRead } from '../../odoo/records/search-read.js';
import { unlinkRecords } from '../../odoo/records/unlink-records.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';
import type { Clock } from '../../support/clock.js';
import type { AddonKind } from '../definition/addon-item.js';
import type { ExternalId } from './external-ids.js';
import { retrySchemaChange } from './retry-schema-change.js';

export interface RemoveDeps {
  odoo: OdooTransport;
  clock: Clock;
}

/** What stands on others goes before them. */
const order: readonly AddonKind[] = [
  'ir.ui.menu',
  'ir.actions.act_window',
  'ir.actions.server',
  'ir.ui.view',
  'ir.rule',
  'ir.model.access',
  'ir.model.fields',
  'ir.model',
  'res.groups',
];

/** Deletes the records and their external ids, in the order Odoo lets it be done; those already gone are no error. */
export async function removeRecords(deps: RemoveDeps, ids: readonly ExternalId[]): Promise<void> {
  if (ids.length === 0) return;
  const { odoo } = deps;
  const there = await recordsThere(odoo, ids);
  for (const [kind, records] of there) await remove(deps, kind, { records, ids });
  const externalIds = ids.map(({ id }) => id);
  await unlinkRecords(odoo, 'ir.model.data', await existing(odoo, 'ir.model.data', externalIds));
}

/** Asked for before anything is deleted, for after each deletion Odoo sets up its registry anew. */
async function recordsThere(
  odoo: OdooTransport,
  ids: readonly ExternalId[],
): Promise<Map<AddonKind, number[]>> {
  const there = new Map<AddonKind, number[]>();
  for (const kind of order) {
    const records = ids.filter(({ model }) => model === kind).map(({ recordId }) => recordId);
    if (records.length > 0) there.set(kind, await existing(odoo, kind, records));
  }
  return there;
}

async function remove(
  deps: RemoveDeps,
  kind: AddonKind,
  { records, ids }: { records: number[]; ids: readonly ExternalId[] },
): Promise<void> {
  const { odoo, clock } = deps;
  if (kind === 'ir.model.fields') return removeFields(deps, records, ids);
  if (kind === 'ir.model') await removeFavourites(odoo, records);
  await retrySchemaChange(clock, () => unlinkRecords(odoo, kind, records));
}

async function existing(odoo: OdooTransport, model: string, ids: readonly number[]): Promise<number[]> {
  const rows = await searchRead(odoo, {
    ...{ model, domain: [['id', 'in', ids]], fields: ['id'], row: z.object({ id: z.number() }) },
    context: { active_test: false },
  });
  return rows.map(({ id }) => id);
}

const fieldRow = z.object({
  id: z.number(),
  ttype: z.string(),
  compute: char,
  model_id: z.tuple([z.number(), char]).transform(([id]) => id),
});

/** Computed ones first, then one2many, then the rest; the rest of a model that goes as well goes with it. */
async function removeFields(
  { odoo, clock }: RemoveDeps,
  fieldIds: readonly number[],
  ids: readonly ExternalId[],
): Promise<void> {
  const rows = await searchRead(odoo, {
    ...{ model: 'ir.model.fields', domain: [['id', 'in', fieldIds]], row: fieldRow },
    fields: ['ttype', 'compute', 'model_id'],
  });
  const models = new Set(ids.filter(({ model }) => model === 'ir.model').map(({ recordId }) => recordId));
  const computed = rows.filter(({ compute }) => compute !== null);
  const inverses = rows.filter((row) => row.ttype === 'one2many' && !computed.includes(row));
  const rest = rows.filter(
    (row) => !computed.includes(row) && !inverses.includes(row) && !models.has(row.model_id),
  );
  for (const layer of [computed, inverses, rest]) {
    const layerIds = layer.map(({ id }) => id);
    await retrySchemaChange(clock, () => unlinkRecords(odoo, 'ir.model.fields', layerIds));
  }
}

/** Favourite searches people saved on a model that is about to go: they would lead nowhere. */
async function removeFavourites(odoo: OdooTransport, modelIds: readonly number[]): Promise<void> {
  const models = await searchRead(odoo, {
    ...{ model: 'ir.model', domain: [['id', 'in', modelIds]], fields: ['model'] },
    row: z.object({ model: z.string() }),
  });
  const favourites = await searchRead(odoo, {
    ...{ model: 'ir.filters', domain: [['model_id', 'in', models.map(({ model }) => model)]] },
    ...{ fields: ['id'], row: z.object({ id: z.number() }), context: { active_test: false } },
  });
  await unlinkRecords(
    odoo,
    'ir.filters',
    favourites.map(({ id }) => id),
  );
}

const copyRow = z.object({ id: z.number(), name: z.string(), state: z.string() });

/**
 * A model that inherits from another's records (res.users from res.partner) has its fields as well, and Odoo lists
 * them. When the field goes, Odoo 14.0 forgets to take the copy off the list, and lets nobody do it but a module's
 * uninstallation: hence the flag.
 */
export async function removeInheritedCopies(odoo: OdooTransport): Promise<void> {
  const rows = await searchRead(odoo, {
    ...{ model: 'ir.model.fields', domain: [['name', '=like', 'x\\_mailchimp\\_%']], row: copyRow },
    fields: ['name', 'state'],
  });
  const originals = new Set(rows.filter(({ state }) => state === 'manual').map(({ name }) => name));
  const copies = rows.filter(({ state, name }) => state === 'base' && !originals.has(name));
  const others = await fieldsOfModules(
    odoo,
    copies.map(({ id }) => id),
  );
  const ids = copies.flatMap(({ id }) => (others.has(id) ? [] : [id]));
  if (ids.length === 0) return;
  await odoo.call({ model: 'ir.model.fields', method: 'unlink', ids, context: { _force_unlink: true } });
}

/** Those of fields that a module has made, and whose module knows them by an external id; a copy has none. */
async function fieldsOfModules(odoo: OdooTransport, ids: readonly number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await searchRead(odoo, {
    model: 'ir.model.data',
    domain: [
      ['model', '=', 'ir.model.fields'],
      ['res_id', 'in', ids],
    ],
    fields: ['res_id'],
    row: z.object({ res_id: z.number() }),
  });
  return new Set(rows.map(({ res_id: id }) => id));
}
