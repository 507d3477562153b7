import type { OdooTransport } from '../transport/odoo-transport.js';
import { createRecords } from '../records/create-records.js';

/** Puts addresses on Odoo's blacklist; those already there stay as they are (odoo-api §2). Nothing ever takes one off. */
export async function addToBlacklist(odoo: OdooTransport, addresses: readonly string[]): Promise<void> {
  await createRecords(
    odoo,
    'mail.blacklist',
    addresses.map((email) => ({ email })),
  );
}
