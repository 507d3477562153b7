import { z } from 'zod';
import { createRecords } from '../records/create-records.js';
import { searchRead } from '../records/search-read.js';
import { unlinkRecords } from '../records/unlink-records.js';
import { updateRecords } from '../records/update-records.js';
import type { OdooTransport } from '../transport/odoo-transport.js';

/**
 * Which audience a mailing list belongs to, written on the list itself so that every bridge can see it: an attachment,
 * which whoever may write the list may make, and which is shown nowhere (odoo-api §7).
 */
export interface ListClaim {
  id: number;
  mailingListId: number;
  account: string;
  audience: string;
  /** Of the audience, for people. */
  name: string;
  /** Counted up by the bridge that has the list: a database in which it fell back was restored (B52). */
  turn: number;
}

const claimName = 'odoo-mailchimp';
const model = 'ir.attachment';
const claim = z.object({
  account: z.string(),
  audience: z.string(),
  name: z.string(),
  turn: z.number().default(0),
});
const row = z.object({
  id: z.number(),
  res_id: z.number(),
  description: z.string().or(z.literal(false)),
});

/**
 * Oldest first; what nobody can read is no claim. One call.
 * @param mailingListId those of all lists when null
 */
export async function readClaims(odoo: OdooTransport, mailingListId: number | null): Promise<ListClaim[]> {
  const rows = await searchRead(odoo, {
    model,
    domain: [
      ['res_model', '=', 'mailing.list'],
      ...(mailingListId === null ? [] : [['res_id', '=', mailingListId]]),
      ['name', '=', claimName],
    ],
    fields: ['description', 'res_id'],
    row,
    order: 'id',
  });
  return rows.flatMap(({ id, description, res_id: list }) => {
    const parsed = claim.safeParse(fromJson(description));
    return parsed.success ? [{ id, mailingListId: list, ...parsed.data }] : [];
  });
}

export async function writeClaim(
  odoo: OdooTransport,
  mailingListId: number,
  owner: Omit<ListClaim, 'id' | 'mailingListId'>,
): Promise<void> {
  const values = { name: claimName, res_model: 'mailing.list', res_id: mailingListId, type: 'binary' };
  await createRecords(odoo, model, [{ ...values, description: JSON.stringify(owner) }]);
}

export async function updateClaim(odoo: OdooTransport, claimed: ListClaim): Promise<void> {
  const { id, account, audience, name, turn } = claimed;
  const owner = { account, audience, name, turn };
  const values = { description: JSON.stringify(owner) };
  await updateRecords(odoo, { model, parent: null }, [{ id, values }]);
}

export async function removeClaims(odoo: OdooTransport, claims: readonly ListClaim[]): Promise<void> {
  if (claims.length > 0)
    await unlinkRecords(
      odoo,
      model,
      claims.map(({ id }) => id),
    );
}

function fromJson(text: string | false): unknown {
  if (text === false) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
