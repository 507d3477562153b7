import { z } from 'zod';
import { createRecords } from '../records/create-records.js';
import { findByValue } from '../records/find-by-value.js';
import { searchRead } from '../records/search-read.js';
import type { OdooTransport } from '../transport/odoo-transport.js';

export interface MailingList {
  id: number;
  name: string;
  active: boolean;
  /** Odoo's clock; with the id it tells a list from one that got its id later. */
  createdAt: string | null;
}

const row = z
  .object({
    id: z.number(),
    name: z.string(),
    active: z.boolean(),
    create_date: z.string().or(z.literal(false)),
  })
  .transform(({ create_date: date, ...rest }): MailingList => ({
    ...rest,
    createdAt: date === false ? null : date,
  }));

/** Archived or not; null: there is none. One call. */
export async function readMailingList(odoo: OdooTransport, id: number): Promise<MailingList | null> {
  const [found] = await searchRead(odoo, {
    model: 'mailing.list',
    domain: [['id', '=', id]],
    fields: ['name', 'active', 'create_date'],
    row,
    context: { active_test: false },
  });
  return found ?? null;
}

/** By name, whatever its case: the oldest that isn't archived, else the oldest archived one. */
export async function findMailingList(odoo: OdooTransport, name: string): Promise<MailingList | null> {
  const inUse = await findByValue(odoo, { model: 'mailing.list', field: 'name' }, [name]);
  const all = inUse.size > 0 ? inUse : await findArchived(odoo, name);
  const [id] = all.values();
  return id === undefined ? null : readMailingList(odoo, id);
}

function findArchived(odoo: OdooTransport, name: string): Promise<Map<string, number>> {
  const query = { model: 'mailing.list', field: 'name', context: { active_test: false } };
  return findByValue(odoo, query, [name]);
}

export async function createMailingList(odoo: OdooTransport, name: string): Promise<MailingList> {
  const [id = 0] = await createRecords(odoo, 'mailing.list', [{ name: name.trim() }]);
  const made = await readMailingList(odoo, id);
  return made ?? { id, name, active: true, createdAt: null };
}
