import { z } from 'zod';
import type { Decided } from '../../core/decided.js';
import { createRecords } from '../records/create-records.js';
import { searchRead } from '../records/search-read.js';
import { updateRecords } from '../records/update-records.js';
import type { OdooTransport } from '../transport/odoo-transport.js';

const archivedRow = z.object({ id: z.number() });

/**
 * Puts addresses on Odoo's blacklist; nothing ever takes one off. Odoo gives the row of an address that was there before
 * as it is, so that an archived one has to be activated (B50; docs/odoo-api.md §2).
 */
export async function addToBlacklist(
  odoo: OdooTransport,
  addresses: readonly Decided<string>[],
): Promise<void> {
  const ids = await createRecords(
    odoo,
    'mail.blacklist',
    addresses.map((email) => ({ email })),
  );
  const archived = await searchRead(odoo, {
    model: 'mail.blacklist',
    domain: [
      ['id', 'in', ids],
      ['active', '=', false],
    ],
    fields: ['id'],
    row: archivedRow,
    context: { active_test: false },
  });
  const updates = archived.map(({ id }) => ({ id, values: { active: true } }));
  await updateRecords(odoo, { model: 'mail.blacklist', parent: null }, updates);
}
