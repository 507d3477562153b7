import { z } from 'zod';
import type { OdooSession } from '../../odoo/connect.js';
import { parseResult } from '../../odoo/parse-result.js';
import { searchRead } from '../../odoo/records/search-read.js';
import type { AddonFacts } from '../definition/addon-facts.js';

const selectionField = z.object({ selection: z.array(z.tuple([z.string(), z.string()])) });
const fieldsSchema = z.record(z.string(), z.unknown());
const archRow = z.object({ arch_db: z.string() });

/** What this Odoo can do, seen from its fields and views; three calls. Needs the rights of an administrator. */
export async function readFacts(odoo: OdooSession): Promise<AddonFacts> {
  const [actionFields, viewFields, attrs] = await Promise.all([
    fieldsOf(odoo, 'ir.actions.server', ['state', 'group_ids', 'groups_id']),
    fieldsOf(odoo, 'ir.ui.view', ['type']),
    usesAttrs(odoo),
  ]);
  const { subscriptionModel, contactSubscriptions, optOutDate } = odoo.capabilities;
  return {
    ...{ subscriptionModel, contactSubscriptions, optOutDate, attrs },
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
  return major >= 15 ? 'sendone_typed' : 'sendone';
}
