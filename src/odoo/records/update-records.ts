import { chunk } from '../../support/chunk.js';
import { groupBy } from '../../support/group-by.js';
import type { OdooTransport } from '../transport/odoo-transport.js';
import type { Values } from './create-records.js';
import { writeContext } from './write-context.js';

export interface RecordUpdate {
  id: number;
  values: Values;
}

/** A record whose x2many `field` leads to the updated ones: the way to write many different values in one call. */
export interface Parent {
  model: string;
  id: number;
  field: string;
}

/** Above this many different value sets, one call through the parent is cheaper than one call a set. */
const fewGroups = 3;

/** Calls at a time; Odoo works on one at a time in a process anyway. */
const sideBySide = 4;

/**
 * Writes each record's values in as few calls as there are groups of equal values, or in one through the parent. A
 * model that has none (`res.partner`) takes a call a group.
 */
export async function updateRecords(
  odoo: OdooTransport,
  target: { model: string; parent: Parent | null },
  updates: readonly RecordUpdate[],
): Promise<void> {
  if (updates.length === 0) return;
  const groups = groupByValues(updates);
  if (target.parent !== null && groups.length > fewGroups)
    return writeThroughParent(odoo, target.parent, updates);
  for (const some of chunk(groups, sideBySide)) {
    await Promise.all(
      some.map(({ ids, values: vals }) =>
        odoo.call({ model: target.model, method: 'write', ids, params: { vals }, context: writeContext }),
      ),
    );
  }
}

async function writeThroughParent(
  odoo: OdooTransport,
  parent: Parent,
  updates: readonly RecordUpdate[],
): Promise<void> {
  const updateCommands = updates.map(({ id, values }) => [1, id, values]);
  await odoo.call({
    model: parent.model,
    method: 'write',
    ids: [parent.id],
    params: { vals: { [parent.field]: updateCommands } },
    context: writeContext,
  });
}

function groupByValues(updates: readonly RecordUpdate[]): { ids: number[]; values: Values }[] {
  const groups = groupBy(updates, ({ values }) => JSON.stringify(values));
  return [...groups.values()].map((group) => ({
    ids: group.map(({ id }) => id),
    values: group[0]?.values ?? {},
  }));
}
