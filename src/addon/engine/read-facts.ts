import { z } from 'zod';
import type { OdooSession } from '../../odoo/connect.js';
import type { ObjectType } from '../../objects/object-type.js';
import { objectTypes } from '../../objects/registry.js';
import { parseResult } from '../../odoo/parse-result.js';
import { searchRead } from '../../odoo/records/search-read.js';
import type { AddonFacts } from '../definition/addon-facts.js';

const selectionField = z.object({ selection: z.array(z.tuple([z.string(), z.string()])) });
const fieldsSchema = z.record(z.string(), z.unknown());
const modelRow = z.object({ model: z.string() });
const archRow = z.object({ arch_db: z.string() });

/** What this Odoo can do, seen from its fields, views and models; four calls at most. Needs the rights of an administrator. */
export async function readFacts(odoo: OdooSession): Promise<AddonFacts> {
  const [actionFields, viewFields, attrs, types] = await Promise.all([
    fieldsOf(odoo, 'ir.actions.server', ['state', 'group_ids', 'groups_id']),
    fieldsOf(odoo, 'ir.ui.view', ['type']),
    usesAttrs(odoo),
    installedTypes(odoo),
  ]);
  const { subscriptionModel, contactSubscriptions, optOutDate } = odoo.capabilities;
  return {
    ...{ subscriptionModel, contactSubscriptions, optOutDate, attrs, types },
    listTag: choices(viewFields.type).includes('list') ? 'list' : 'tree',
    groups: 'group_ids' in actionFields ? 'group_ids' : 'groups_id',
    notify: notifyBy(odoo.serverVersion.major),
    webhookActions: choices(actionFields.state).includes('webhook'),
  };
}

async function fieldsOf({ transport }: OdooSession, model: string, names: readonly string[]) {
  const params = { allfields: names, attributes: ['selection'] };
  const answer = await transport.call({ model, method: 'fields_get', params });
  return parseResult(fieldsSchema, answer, `fields_get of ${model}`);
}

/** Asked for those only that an app brings. */
async function installedTypes({ transport }: OdooSession): Promise<ObjectType[]> {
  const brought = objectTypes.filter(({ app }) => app !== null).map(({ model }) => model);
  if (brought.length === 0) return [...objectTypes];
  const domain = [['model', 'in', brought]];
  const rows = await searchRead(transport, { model: 'ir.model', domain, fields: ['model'], row: modelRow });
  const there = rows.map(({ model }) => model);
  return objectTypes.filter(({ app, model }) => app === null || there.includes(model));
}

function choices(field: unknown): string[] {
  const parsed = selectionField.safeParse(field);
  return parsed.success ? parsed.data.selection.map(([value]) => value) : [];
}

/** Odoo's own view of a contact has a condition in it: it tells how conditions are written. */
async function usesAttrs({ transport }: OdooSession): Promise<boolean> {
  const rows = await searchRead(transport, {
    model: 'ir.ui.view',
    domain: [
      ['model', '=', 'mailing.contact'],
      ['type', '=', 'form'],
      ['inherit_id', '=', false],
    ],
    fields: ['arch_db'],
    row: archRow,
  });
  return rows.some(({ arch_db: arch }) => /\sattrs=/u.test(arch));
}

/** The methods are private, so that no call can tell whether they are there. */
function notifyBy(major: number): AddonFacts['notify'] {
  if (major >= 18) return 'bus_send';
  if (major >= 16) return 'sendone_typed';
  return major === 15 ? 'sendone_warning' : 'sendone';
}
