import { z } from 'zod';
import { searchRead } from '../../odoo/records/search-read.js';
import type { OdooTransport } from '../../odoo/transport/odoo-transport.js';

const row = z.object({ id: z.number(), name: z.string(), state: z.string() });

/**
 * A model that inherits from another's records (res.users from res.partner) has its fields as well, and Odoo lists
 * them. When the field goes, Odoo 14.0 forgets to take the copy off the list, and lets nobody do it but a module's
 * uninstallation: hence the flag.
 */
export async function removeInheritedCopies(odoo: OdooTransport): Promise<void> {
  const rows = await searchRead(odoo, {
    ...{ model: 'ir.model.fields', domain: [['name', '=like', 'x\\_mailchimp\\_%']], row },
    fields: ['name', 'state'],
  });
  const originals = new Set(rows.filter(({ state }) => state === 'manual').map(({ name }) => name));
  const stale = rows.filter(({ state, name }) => state === 'base' && !originals.has(name));
  if (stale.length === 0) return;
  const ids = stale.map(({ id }) => id);
  await odoo.call({ model: 'ir.model.fields', method: 'unlink', ids, context: { _force_unlink: true } });
}
