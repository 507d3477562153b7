import { z } from 'zod';
import { decided } from './decided.js';
import type { OdooSession } from '../odoo/connect.js';
import { many2one } from '../odoo/records/field-types.js';
import { searchIds } from '../odoo/records/search-ids.js';
import { searchRead } from '../odoo/records/search-read.js';
import { updateRecords } from '../odoo/records/update-records.js';

const listRow = z.object({ list_id: many2one });
const contactRow = z.object({ contact_id: many2one });

type Odoo = Pick<OdooSession, 'transport' | 'capabilities'>;

/**
 * Who has opted out of the list that an archived one was merged into has opted out of the archived one, where it then
 * travels from as any other opt-out does (B51). Nobody is opted in.
 * @returns how many were opted out
 */
export async function followMergedLists(odoo: Odoo, mailingListId: number): Promise<number> {
  const { subscriptionModel: model } = odoo.capabilities;
  const lists = await mergedInto(odoo, mailingListId);
  if (lists.length === 0) return 0;
  const gone = await searchRead(odoo.transport, {
    model,
    domain: [['list_id', 'in', lists], ['opt_out', '=', true], isAlsoOn(odoo, mailingListId)],
    fields: ['contact_id'],
    row: contactRow,
  });
  const contactIds = [...new Set(gone.flatMap((row) => row.contact_id ?? []))];
  if (contactIds.length === 0) return 0;
  const left = await searchIds(odoo.transport, model, [
    ['list_id', '=', mailingListId],
    ['opt_out', '=', false],
    ['contact_id', 'in', contactIds],
  ]);
  const values = { opt_out: decided(true) };
  await updateRecords(
    odoo.transport,
    { model, parent: null },
    left.map((id) => ({ id, values })),
  );
  return left.length;
}

/** Odoo's merge writes its rows past the ORM, without a date (odoo-api §7); one look for each list. */
async function mergedInto(odoo: Odoo, mailingListId: number): Promise<number[]> {
  const found: number[] = [];
  for (;;) {
    const [row] = await searchRead(odoo.transport, {
      model: odoo.capabilities.subscriptionModel,
      domain: [
        ['create_date', '=', false],
        ['list_id', 'not in', [mailingListId, ...found]],
        isAlsoOn(odoo, mailingListId),
      ],
      fields: ['list_id'],
      row: listRow,
      limit: 1,
    });
    if (row === undefined || row.list_id === null) return found;
    found.push(row.list_id);
  }
}

const isAlsoOn = ({ capabilities }: Odoo, mailingListId: number): readonly unknown[] => [
  `contact_id.${capabilities.contactSubscriptions}.list_id`,
  '=',
  mailingListId,
];
